"""`noroshi iot checklist`: with devices and without, on the terminal and as a file."""

import pytest

from noroshi.jobs.iot.keeping_devices import write_devices
from noroshi.spine.home import Home
from noroshi.testing.command import rows, run
from noroshi.testing.devices import one_device


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home").create()
    write_devices(made, [one_device(str(number), "alpha") for number in range(3)])
    return made.path


def test_a_home_without_devices_has_no_data(tmp_path):
    told = run(tmp_path / "empty", "iot", "checklist", "--language", "en").stdout
    assert "no data" in told
    assert "5.13-1" in told


def test_machines_get_questions_and_counts(home):
    (row,) = rows(home, "iot", "checklist", "--maker", "Example")
    counts = {one["en_303_645"]: one["devices"] for one in row["provisions"]}
    assert (counts["5.3"], counts["5.4"]) == (3, None)


@pytest.mark.parametrize(("suffix", "begin"), [("html", b"<!doctype"), ("md", b"# "), ("pdf", b"%PDF-")])  # fmt: skip
def test_a_file_is_written(home, tmp_path, suffix, begin):
    out = tmp_path / f"list.{suffix}"
    run(home, "iot", "checklist", "--maker", "Example", "--out", str(out))
    assert out.read_bytes().startswith(begin)


def test_another_suffix_is_refused(home):
    assert "ends in none" in str(run(home, "iot", "checklist", "--out", "x.doc").exception)
