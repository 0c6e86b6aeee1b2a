"""Deciding: settings, members and warning lists make the policy; a person's word is left alone."""

import json
from datetime import timedelta

import pytest

from noroshi.jobs.decide.deciding import decide_all, policy_of, share_policy
from noroshi.spine.home import Home, Settings
from noroshi.spine.model import Decision, MemberRole, Operator, Subject, SubjectKind, Text, Verdict
from noroshi.spine.store import Store
from noroshi.spine.store.decisions import Decisions
from noroshi.spine.store.members import Operators
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding

MADE = Settings(share={"made_data": True})


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    home.settings_file.write_text("[share]\nmade_data = true\n")
    return home


@pytest.fixture
def store(home):
    with Store.open(home.state_file) as opened:
        yield opened


def test_documentation_addresses_stay_unless_the_home_holds_made_data():
    finding = make_finding()
    assert not share_policy(Settings()).may_leave(finding.subject)
    assert share_policy(MADE).may_leave(finding.subject)


def test_lifetimes_come_from_the_settings():
    share = {"valid_days": 21, "url_days": 3, "days": {"c2-server/domain": 90}}
    life = share_policy(Settings(share=share)).life
    assert life.lifetime("c2-server", SubjectKind.IP) == timedelta(days=21)
    assert life.lifetime("malicious-site", SubjectKind.URL) == timedelta(days=3)
    assert life.lifetime("c2-server", SubjectKind.DOMAIN) == timedelta(days=90)
    assert life.lifetime("malicious-site", SubjectKind.DOMAIN) == timedelta(days=120)


def test_members_space_takes_two_approvals_while_they_are_members(home, store):
    member = Operator(
        id="north",
        name="North Net",
        role=MemberRole.SHARING,
        joined_at=MADE_AT,
        prefixes=("192.0.2.0/24",),
    )
    operators = Operators(store.database)
    operators.add(member)
    subject = Subject.ip("192.0.2.9")
    assert policy_of(home, store.database).approvals(subject) == 2
    operators.end("north", MADE_AT)
    assert policy_of(home, store.database).approvals(subject) == 0


def test_a_copied_warning_list_holds_at_once(home, store):
    subject = Subject.ip("192.0.2.9")
    assert policy_of(home, store.database).approvals(subject) == 0
    listed = {"name": "Own", "type": "cidr", "list": ["192.0.2.0/28"]}
    (home.warning_lists / "own.json").write_text(json.dumps(listed))
    assert policy_of(home, store.database).approvals(subject) == 2


def fill(store, findings):
    run = store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
    store.replace_findings(run, findings, kind="c2-server", window=HOUR)


def test_deciding_twice_records_once(store):
    fill(store, [make_finding()])
    policy = share_policy(MADE)
    assert decide_all(store, policy, MADE_AT) == [make_finding()]
    decide_all(store, policy, MADE_AT)
    assert [one.verdict for one in store.decisions()] == [Verdict.SHARE]


def test_a_person_who_decides_meanwhile_is_not_overruled(store, monkeypatch):
    finding = make_finding()
    fill(store, [finding])
    reason = Text(ja="誤検知", en="wrong")
    drop = Decision(
        finding_id=finding.id, verdict=Verdict.DROP, by="user:hanako", reason=reason, at=MADE_AT
    )
    read = store.decisions

    def read_late():
        taken = read()
        Decisions(store.database).append([drop])
        return taken

    monkeypatch.setattr(store, "decisions", read_late)
    decide_all(store, share_policy(MADE), MADE_AT)
    assert read() == [drop]
