"""`noroshi iot devices`: kept for pages, and joined with flows."""

import json

from noroshi.testing.command import rows, run
from noroshi.testing.devices import found_row, holed


def test_devices_are_kept_and_counted(tmp_path):
    found = [found_row("192.0.2.1", **holed()), found_row("192.0.2.2"), {"id": 1}]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in found))
    home = tmp_path / "home"
    assert rows(home, "iot", "devices", "keep", str(file)) == [
        {"devices": 2, "weak": 1, "unowned": 2}
    ]
    done = run(home, "iot", "devices", "keep", str(file))
    assert "2 devices kept, 1 of them weak, 2 of no operator." in done.stdout
    assert "1 rows refused" in done.stderr


def test_a_join_without_devices_tells_the_command(tmp_path):
    done = run(tmp_path / "home", "iot", "devices", "join")
    assert done.exit_code != 0
    assert "noroshi iot devices keep" in str(done.exception)
