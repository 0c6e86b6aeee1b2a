"""Telling lines: each device once, on files that only their owner reads."""

import csv
from datetime import timedelta

import pytest

from noroshi.jobs.iot.desk import set_limit
from noroshi.jobs.iot.telling_lines import MANIFEST, tell_lines
from noroshi.spine.model import ConfigError, InputError
from noroshi.spine.model.line_case import LimitVerb, LineState
from noroshi.spine.store import Store
from noroshi.spine.store.line_cases import LineCases
from noroshi.testing.lines import BY, DRAWN, OPERATOR, PURPOSE, SETTINGS, OperatorHome, weak_row


@pytest.fixture
def desk(tmp_path):
    made = OperatorHome(tmp_path / "home")
    made.opened(weak_row(1), weak_row(2))
    return made


def tell(desk, folder, **more):
    with Store.open(desk.home.state) as store:
        facts = {"operator_id": OPERATOR, "by": BY, "purpose": PURPOSE, "at": DRAWN}
        return tell_lines(desk.home, store, folder, **facts | more)


def test_every_device_has_its_files_and_its_line_in_the_manifest(desk, tmp_path):
    done = tell(desk, tmp_path / "out")
    assert (done.notices, done.files, done.by_channel) == (2, 4, {"letter": 2})
    with (tmp_path / "out" / MANIFEST).open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["line"] for row in rows} == {"line-1", "line-2"}
    for row in rows:
        text = (tmp_path / "out" / row["file"]).read_text()
        assert row["tracking"] in text
        assert row["line"] not in text
        assert "192.0.2" not in text
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "out").iterdir()} == {0}


def test_nobody_is_told_twice(desk, tmp_path):
    tell(desk, tmp_path / "out")
    assert tell(desk, tmp_path / "out").notices == 0
    assert len((tmp_path / "out" / MANIFEST).read_text().splitlines()) == 5


def test_a_told_device_waits_for_its_look_and_its_notices_are_recorded(desk, tmp_path):
    tell(desk, tmp_path / "out")
    case = desk.cases()[0]
    assert (case.state, case.notified_at) == (LineState.NOTIFIED, DRAWN)
    assert case.next_at == DRAWN + timedelta(days=7)
    with Store.open(desk.home.state) as store:
        notices = LineCases(store.database).notices(case.case_id)
    assert [one.language for one in notices] == ["ja", "en"]


def test_letters_become_pdf_where_that_is_wished(desk, tmp_path):
    tell(desk, tmp_path / "out", languages=("ja",), as_pdf=lambda html: b"%PDF" + html.encode()[:9])
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".pdf", ".csv"}


def test_without_a_sender_nothing_is_written(tmp_path):
    desk = OperatorHome(tmp_path / "home", "")
    desk.opened(weak_row(1))
    with pytest.raises(ConfigError, match="name_ja"):
        tell(desk, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_control_arm_is_not_told(tmp_path):
    desk = OperatorHome(tmp_path / "home", SETTINGS + "arms = { none = 0.999, mail = 0.001 }\n")
    desk.opened(weak_row(1))
    assert tell(desk, tmp_path / "out").notices == 0
    with pytest.raises(InputError, match="control arm"):
        tell(desk, tmp_path / "out", only="1")


def test_a_walled_garden_takes_two_persons(desk, tmp_path):
    with pytest.raises(InputError, match="two persons"):
        tell(desk, tmp_path / "out", only="1", channel="garden")
    with Store.open(desk.home.state) as store:
        for verb, by in ((LimitVerb.ASKED, "user:a"), (LimitVerb.APPROVED, "user:b")):
            set_limit(desk.home, store, "1", verb, by=by, reason="it attacks", at=DRAWN)
    done = tell(desk, tmp_path / "out", only="1", channel="garden")
    assert done.by_channel == {"garden": 1}


def test_one_device_can_be_told_again(desk, tmp_path):
    tell(desk, tmp_path / "out")
    later = DRAWN + timedelta(days=3)
    assert tell(desk, tmp_path / "again", only="2", channel="phone", at=later).notices == 1
    assert desk.cases()[1].notified_at == DRAWN
