"""Opening cases: certain lines only, one case a device, and no name of a line in the state."""

import json

import pytest

from noroshi.iot.cases import read_tracking
from noroshi.iot.report import read_exposure
from noroshi.jobs.iot.opening_cases import devices_of, names_of_home, open_cases, worst
from noroshi.spine.model import InputError
from noroshi.spine.store import Store
from noroshi.testing.lines import BY, DRAWN, SETTINGS, OperatorHome, weak_row


@pytest.fixture
def desk(tmp_path):
    return OperatorHome(tmp_path / "home")


def exposures(*rows):
    return [read_exposure(json.dumps(row).encode()) for row in rows]


def test_matched_weak_devices_become_cases_and_nothing_else(desk):
    rows = [
        weak_row(1),
        weak_row(2, kind=None),
        weak_row(4),
        weak_row(77),
        weak_row(3, mark="answers-all"),
    ]
    done = desk.opened(*rows)
    assert [names_of_home(desk.home).unseal(one.sealed) for one in done.made] == ["line-1"]
    assert dict(done.left_out) == {"not-weak": 1, "ambiguous": 1, "none": 1, "answers-all": 1}
    (case,) = desk.cases()
    assert read_tracking(case.tracking) == case.tracking
    assert case.exposures[0]["trouble"] == "reflector"


def test_opening_again_makes_no_second_case(desk):
    desk.opened(weak_row(1))
    done = desk.opened(weak_row(1), weak_row(2))
    assert (len(done.made), done.known) == (1, 1)


def test_the_state_holds_no_name_of_a_line(desk):
    desk.opened(weak_row(1), weak_row(2))
    octets = desk.home.state_file.read_bytes()
    assert b"line-1" not in octets
    assert b"line-2" not in octets


def test_an_unknown_operator_is_refused(desk):
    with Store.open(desk.home.state) as store, pytest.raises(InputError, match="no operator"):
        open_cases(desk.home, store, [], operator_id="stranger", by=BY, at=DRAWN)


def test_a_control_arm_has_its_first_look_from_the_draw(tmp_path):
    desk = OperatorHome(
        tmp_path / "control", SETTINGS + "arms = { none = 0.999, letter = 0.001 }\n"
    )
    (case,) = desk.opened(weak_row(1)).made
    assert (case.arm, case.channel) == ("none", "none")
    assert (case.next_at - case.drawn_at).days == 7


def test_two_devices_of_one_line_are_two_cases(desk):
    other = weak_row(1, port=53, protocol="dns", device="print-other")
    assert len(desk.opened(weak_row(1), other).made) == 2


def test_services_of_one_device_are_one():
    page = weak_row(1, port=80, protocol="http", device="", vendor="Maker", product="M-1")
    name = weak_row(1, device="p", vendor="Maker", product="M-1")
    bare = weak_row(1, port=161, protocol="snmpv3", device="p")
    nameless = weak_row(1, port=21, protocol="ftp", device="")
    assert list(devices_of(exposures(page, name, nameless))) == ["p"]
    assert list(devices_of(exposures(page, bare))) == ["p"]
    assert list(devices_of(exposures(nameless))) == ["udp/21"]


def test_a_print_of_several_addresses_tells_nobody_apart(desk):
    done = desk.opened(weak_row(1, device="series"), weak_row(2, device="series"))
    assert {one.device for one in done.made} == {"udp/1900"}


def test_the_worst_comes_first():
    mild, bad = exposures(weak_row(1), weak_row(1, kind="infected"))
    assert worst([mild, bad]) is bad
