"""`noroshi iot makers`: for people, machines and manufacturers."""

import pytest

from noroshi.jobs.iot.keeping_devices import write_devices
from noroshi.spine.home import Home
from noroshi.testing.command import rows, run
from noroshi.testing.devices import one_device


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home").create()
    devices = [one_device(str(number), "alpha") for number in range(3)]
    write_devices(made, [*devices, one_device("x", "alpha", vendor="Few")])
    return made.path


def test_makers_are_told_to_machines(home):
    (row,) = rows(home, "iot", "makers")
    assert (row["maker"], row["devices"]) == ("Example", 3)
    assert "Few" in run(home, "iot", "makers", "--fewest", "1").stdout


@pytest.mark.parametrize(("suffix", "begin"), [("html", b"<!doctype"), ("pdf", b"%PDF-")])
def test_a_report_is_written(home, tmp_path, suffix, begin):
    out = tmp_path / f"makers.{suffix}"
    done = run(home, "iot", "makers", "--out", str(out), "--language", "en")
    assert f"makers.{suffix}" in "".join(done.stdout.split())
    assert out.read_bytes().startswith(begin)


def test_wrong_wishes_are_refused(home, tmp_path):
    assert "ends in none" in str(run(home, "iot", "makers", "--out", "x.doc").exception)
    assert "fewer than 3" in str(run(home, "iot", "makers", "--maker", "Few").exception)
    assert "devices keep" in str(run(tmp_path / "empty", "iot", "makers").exception)
