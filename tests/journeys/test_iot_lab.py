"""The survey's whole journey in a made country, held against the truth.

As root in network namespaces, where the wire itself is asked what was sent; on loopback otherwise.
"""

import json
import subprocess
import sys

import pytest

from noroshi.spine.net.namespace import can_make

pytestmark = pytest.mark.slow
SIZE = ("--addresses", "512", "--devices", "160") if can_make() else ("--loopback", "--addresses", "256", "--devices", "100")  # fmt: skip


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The folder of a journey, and its figures."""
    folder = tmp_path_factory.mktemp("lab") / "kept"
    words = [sys.executable, "-m", "noroshi", "iot", "lab", "run", *SIZE, "--keep", str(folder), "--json"]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_every_weak_device_is_found_and_nobody_is_mistaken(played):
    _, figures = played
    assert figures["survey"]["weak_devices"] > 20
    assert figures["survey"]["recall"] >= 0.97
    assert figures["survey"]["missed"] == 0
    assert figures["lines"]["wrong_subscribers"] == 0
    assert figures["lines"]["matched"] > 50
    assert figures["outcome"]["wrong"] == {}


def test_nobody_is_told_of_a_decoy_though_it_amplifies(played):
    _, figures = played
    assert figures["country"]["kinds"]["tarpit"] > 0
    assert figures["survey"]["decoys_told"] == 0


@pytest.mark.skipif(not can_make(), reason="needs root and network namespaces to ask the wire")
def test_no_packet_left_the_scope_or_went_to_who_said_no(played):
    _, figures = played
    assert figures["boundary"]["packets"] > 5_000
    assert figures["boundary"]["outside_scope"] == 0
    assert figures["boundary"]["to_unwished"] == 0


def test_notices_went_to_the_told_arms_and_curves_follow_the_truth(played):
    _, figures = played
    assert set(figures["notices"]) == {"letter", "mail"}
    curves = {row["arm"]: row for row in figures["curves"]}
    assert set(curves) == {"letter", "mail", "none"}
    for row in curves.values():
        assert row["devices"] > 0
        assert row["estimated"] <= row["truth"] + 0.1


def test_told_devices_were_looked_at_on_every_day(played):
    _, figures = played
    assert [row["day"] for row in figures["looks"]] == [8, 15, 31, 61, 91]
    seen = figures["looks"][0]
    told = sum(figures["notices"].values())
    assert sum(seen.get(name, 0) for name in ("weak", "mended", "silent", "no-line", "not-asked", "elsewhere")) >= told  # fmt: skip


def test_the_programme_counts_what_operators_shared(played):
    _, figures = played
    counted = {row["name"]: row for row in figures["programme"]}
    assert counted["iot.survey-rounds"]["numerator"] == 1
    assert counted["iot.addresses-surveyed"]["numerator"] == figures["survey"]["asked"]
    # Counts of one or two stay at an operator, so the sum may be a little less.
    told = sum(figures["notices"].values())
    assert told - 6 <= counted["iot.notices"]["numerator"] <= told


def test_notices_name_no_line_and_each_names_one_number(played):
    folder, _ = played
    notices = [path for path in folder.glob("notices/*/*") if path.suffix in {".html", ".txt"}]
    assert notices
    for path in notices:
        text = path.read_text()
        assert "-line-" not in text
        assert "198.18." not in text


def test_the_coordinator_never_saw_a_line(played):
    folder, _ = played
    for path in (folder / "coordinator").rglob("*"):
        assert not path.is_file() or b"-line-" not in path.read_bytes()
