"""Sharing: no subscriber leaves, and a second export says the same."""

from datetime import timedelta
from ipaddress import ip_address

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.jobs.share.sharing import export_folder, export_indicators
from noroshi.relay.share import FORMATS, RENDERERS
from noroshi.spine.home import Settings
from noroshi.spine.model import (
    ConfigError,
    Decision,
    Endpoint,
    Evidence,
    Subject,
    SubjectKind,
    Text,
    Verdict,
)
from noroshi.spine.store import Store
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_evidence, make_finding

MADE = Settings(
    flows={"subscribers": ["100.64.0.0/10", "2001:db8:5::/48"]}, share={"made_data": True}
)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as opened:
        yield opened


def fill(store, findings):
    run = store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
    store.replace_findings(run, findings, kind="c2-server", window=HOUR)


def exported(store, name="jsonl", *, at=HOUR.end, with_settings=MADE):
    summary, chunks = export_indicators(store, with_settings, format=name, at=at)
    return summary, b"".join(chunks).decode()


def server(host):
    return Subject.endpoint(Endpoint(f"192.0.2.{host}", 443, "tcp"))


def test_what_policy_allows_leaves_and_the_rest_is_counted(store):
    fill(
        store,
        [
            make_finding(server(1)),
            make_finding(server(2), score=0.4),
            make_finding(server(3), label="ntp"),
        ],
    )
    summary, text = exported(store)
    assert "192.0.2.1" in text
    assert "192.0.2.2" not in text
    assert "192.0.2.3" not in text
    assert (summary.shared, summary.held, summary.dropped) == (1, 1, 1)
    assert summary.shared + summary.held + summary.dropped == summary.findings


def test_a_second_export_is_equal_and_adds_no_decision(store):
    fill(store, [make_finding(server(1)), make_finding(server(2), score=0.4)])
    first, record = exported(store), store.decisions()
    assert exported(store) == first
    assert store.decisions() == record


def test_a_person_can_take_an_entry_back(store):
    finding = make_finding(server(1))
    fill(store, [finding])
    exported(store)
    by = Decision(
        finding_id=finding.id,
        verdict=Verdict.HOLD,
        by="user:hanako",
        reason=Text(ja="誤検知", en="false positive"),
        at=HOUR.end,
    )
    store.append_decisions([by])
    summary, text = exported(store)
    assert (summary.indicators, summary.revoked) == (1, 1)
    assert '"revoked":true' in text


def test_what_holds_no_longer_is_told(store):
    fill(store, [make_finding(server(1))])
    exported(store)
    summary, text = exported(store, at=HOUR.end + timedelta(days=15))
    assert (summary.indicators, summary.left_out, text) == (0, 1, "")


def test_an_unknown_format_is_told(store):
    with pytest.raises(ConfigError, match="csv, jsonl, stix"):
        exported(store, "xml")


subscribers = st.ip_addresses(network="100.64.0.0/10") | st.ip_addresses(network="2001:db8:5::/48")


def planted(address, host):
    """A finding whose detector was careless: the subscriber stands in its sentences."""
    terms = [
        Evidence(
            code=code,
            value=1,
            unit=unit,
            baseline=None,
            weight=1,
            text=Text(ja=f"加入者{address}が接続", en=f"contacted by {address}:50123 at 10:30"),
            source=f"flows of {address}",
        )
        for code, unit in (("c2.a", "1"), ("c2.b", "clients"))
    ]
    return make_finding(server(host), evidence=terms)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(address=subscribers, other=subscribers)
def test_planted_subscribers_are_in_no_output(store, address, other):
    fill(
        store,
        [
            planted(address, 1),
            planted(other, 2),
            make_finding(Subject.endpoint(Endpoint(str(address), 443, "tcp")), score=1.0),
            make_finding(Subject.ip(str(other)), score=1.0),
        ],
    )
    for name, form in FORMATS.items():
        summary, text = everything(store, name)
        assert summary.indicators == (2 if SubjectKind.ENDPOINT in form.kinds else 0)
        for planted_address in (address, other):
            assert str(planted_address) not in text
            assert ip_address(str(planted_address)).exploded not in text
        assert ("contacted by" in text) == form.tombstones  # these say why, the others only what


def everything(store, name):
    if name in RENDERERS:
        return exported(store, name)
    summary, documents = export_folder(store, MADE, format=name, at=HOUR.end)
    return summary, "".join(b"".join(one.chunks).decode() for one in documents)


def test_every_verdict_is_reached_by_evidence_alone(store):
    weak = make_finding(server(1), evidence=[make_evidence("one")])
    fill(store, [weak])
    summary, _ = exported(store)
    assert (summary.shared, summary.held) == (0, 1)


def test_a_block_list_leaves_out_what_was_taken_back(store):
    findings = [make_finding(server(1)), make_finding(server(2))]
    fill(store, findings)
    exported(store)
    by = Decision(
        finding_id=findings[0].id,
        verdict=Verdict.HOLD,
        by="user:hanako",
        reason=Text(ja="誤検知", en="false positive"),
        at=HOUR.end,
    )
    store.append_decisions([by])
    summary, text = exported(store, "rpz")
    assert (summary.indicators, summary.revoked, summary.left_out) == (1, 0, 1)
    assert "32.2.2.0.192.rpz-ip" in text
    assert "32.1.2.0.192.rpz-ip" not in text


def test_a_folder_is_made_of_documents(store):
    fill(store, [make_finding(server(1))])
    summary, documents = export_folder(store, MADE, format="misp", at=HOUR.end)
    assert summary.indicators == 1
    files = {one.name: b"".join(one.chunks) for one in documents}
    assert b"192.0.2.1|443" in b"".join(files.values())


def test_an_unknown_folder_is_told(store):
    with pytest.raises(ConfigError, match="misp"):
        export_folder(store, MADE, format="csv", at=HOUR.end)
