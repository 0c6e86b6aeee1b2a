"""A made hub: members, findings, decisions, a list with a past, sightings. Documentation names only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import insert

from noroshi.jobs.kpi.counting import count_figures
from noroshi.jobs.notify.casework import Casework
from noroshi.spine.home import Settings
from noroshi.spine.model import (
    Action,
    ContributionStanding,
    Decision,
    Endpoint,
    Finding,
    Indicator,
    MemberRole,
    Operator,
    Role,
    Sighting,
    SightingKind,
    Standing,
    Subject,
    SubjectKind,
    Text,
    Tlp,
    Verdict,
    Window,
)
from noroshi.spine.model.fiscal import fiscal_year
from noroshi.spine.store import Store
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.list_tables import ContributionRow, PullRow, SightingRow
from noroshi.spine.store.lists import Change, SharedList
from noroshi.spine.store.members import Operators
from noroshi.testing.members import JOINED, make_account
from noroshi.testing.portraits import DAY, sample_report

AT = DAY.end
"""The moment at which the made hub stands: Tuesday 6 January 2026 in Japan."""

BY_POLICY = "policy:auto-share/2"
ALL_LISTS = ("c2-servers", "malicious-sites", "routing", "devices")

_MEMBERS = (
    ("alpha", "アルファネット", MemberRole.ANALYSING, (64496,), ("192.0.2.0/25",), Action.BLOCK),
    ("beta", "ベータ通信", MemberRole.SHARING, (64497,), ("198.51.100.0/25", "2001:db8:5::/48"), Action.ALERT),
    ("gamma", "Gamma Cable", MemberRole.SHARING, (64498, 64499), ("192.0.2.128/25",), Action.NONE),
    ("centre", "共有センター", MemberRole.COORDINATOR, (), (), Action.NONE),
)  # fmt: skip

_SITES = (
    (SubjectKind.DOMAIN, "login-bank.example", 97, Standing.LIVE, "銀行を装うログイン画面。", "A log-in page that imitates a bank."),
    (SubjectKind.URL, "https://parcel.example/track?id=1", 88, Standing.LIVE, "宅配を装い、認証情報を求める。", "Imitates a parcel service and asks for credentials."),
    (SubjectKind.DOMAIN, "points.example", 71, Standing.WITHDRAWN, "調査の結果、正規の催しと分かった。", "Found to be a genuine campaign."),
)  # fmt: skip


def fill_hub(store: Store) -> tuple[Finding, ...]:
    """Put a made hub into an empty store; gives the findings, highest score first."""
    add_operators(store)
    findings = add_findings(store)
    publish_findings(store, findings)
    publish_sites(store)
    add_echoes(store, findings)
    open_cases(store, findings)
    count_figures(store, fiscal_year(AT), AT)
    return findings


def add_operators(store: Store) -> None:
    """Four members, each with one person of every role."""
    operators, accounts = Operators(store.database), Accounts(store.database)
    for id_, name, role, asns, prefixes, action in _MEMBERS:
        operators.add(
            Operator(
                id=id_, name=name, role=role, joined_at=JOINED, asns=asns, prefixes=prefixes,
                domains=(f"{id_}.example",), contacts=(f"security@{id_}.example",),
                entitlements=ALL_LISTS[:2] if id_ == "gamma" else ALL_LISTS, action=action,
            )
        )  # fmt: skip
        for each in Role:
            accounts.add(make_account(each, id_))


def add_findings(store: Store) -> tuple[Finding, ...]:
    """Eight findings of one run, the highest shared by policy, the middle held."""
    findings, _, _, _ = sample_report()
    run = store.begin_run(
        "c2-detect", detector=findings[0].detector, window=DAY, inputs={},
        at=AT - timedelta(minutes=5),
    )  # fmt: skip
    store.replace_findings(run, findings, kind="c2-server", window=DAY)
    store.end_run(run, outcome="done", counts={"findings": len(findings)}, at=AT)
    store.append_decisions([_decision(finding) for finding in findings])
    return findings


def _decision(finding: Finding) -> Decision:
    verdict, reason = _verdict(finding.score)
    return Decision(finding_id=finding.id, verdict=verdict, by=BY_POLICY, reason=reason, at=AT)


def _verdict(score: float) -> tuple[Verdict, Text]:
    if score >= 0.8:
        return Verdict.SHARE, Text(
            ja="確率は0.8以上で、独立した根拠が2種以上ある。",
            en="Its probability is at least 0.8, with two independent kinds of evidence.",
        )
    if score >= 0.5:
        return Verdict.HOLD, Text(
            ja="確率が0.8に満たないため、人の確認を待つ。",
            en="Its probability is below 0.8, so a person should look.",
        )
    return Verdict.DROP, Text(
        ja="確率がしきい値に満たない。", en="Its probability is below the threshold."
    )


def indicator_of(finding: Finding) -> Indicator:
    """The entry that a finding leads to."""
    return Indicator(
        subject=finding.subject,
        kind=finding.kind,
        label=finding.label,
        confidence=round(finding.score * 100),
        valid_from=AT,
        valid_until=AT + timedelta(days=14),
        tlp=Tlp.AMBER,
        reasons=tuple(evidence.text for evidence in finding.grounds),
        first_seen=finding.window.start,
        last_seen=finding.window.end,
    )


def publish_findings(store: Store, findings: Sequence[Finding]) -> None:
    """Share the three highest; one of them is reported wrong an hour later."""
    shared = SharedList(store.database)
    changes = [
        Change(
            collection="c2-servers", indicator=indicator_of(finding), standing=Standing.LIVE,
            reason=_verdict(finding.score)[1], by=BY_POLICY,
        )
        for finding in findings if finding.score >= 0.8
    ]  # fmt: skip
    shared.publish(changes, AT)
    wrong = replace(
        changes[-1], standing=Standing.SUSPENDED, by="operator:beta",
        reason=Text(ja="自社の解析用リゾルバである。", en="This is our own research resolver."),
    )  # fmt: skip
    shared.publish([wrong], AT + timedelta(hours=1))


def publish_sites(store: Store) -> None:
    """Three malicious sites, one of them taken back."""
    shared = SharedList(store.database)
    for kind, value, confidence, standing, ja, en in _SITES:
        indicator = Indicator(
            subject=Subject(kind, value), kind="malicious-site", label="phishing",
            confidence=confidence, valid_from=DAY.start, valid_until=AT + timedelta(days=5),
            tlp=Tlp.GREEN, reasons=(Text(ja=ja, en=en),), first_seen=DAY.start, last_seen=AT,
        )  # fmt: skip
        change = Change(
            collection="malicious-sites", indicator=indicator, standing=Standing.LIVE,
            reason=Text(ja="審査により採用。", en="Accepted in review."), by="user:centre-analyst",
        )  # fmt: skip
        shared.publish([change], AT - timedelta(hours=6))
        if standing is not Standing.LIVE:
            told = replace(change, standing=standing, reason=Text(ja=ja, en=en))
            shared.publish([told], AT - timedelta(hours=1))


def add_echoes(store: Store, findings: Sequence[Finding]) -> None:
    """What members read, what they met, and two outside lists that agree."""
    entry = indicator_of(findings[0]).id
    with store.database.writing() as session:
        session.execute(insert(PullRow), _pulls())
        session.execute(insert(SightingRow), [_row_of_sighting(s) for s in _sightings(entry)])
        session.execute(insert(ContributionRow), _contributions(findings[0]))


def open_cases(store: Store, findings: Sequence[Finding]) -> None:
    """Two cases: one under work at beta and overdue, one that gamma has not begun."""
    work = Casework(store, Settings(), by="user:centre-analyst")
    first = work.open(findings[1].id, operator_id="beta", at=AT, due_at=AT + timedelta(hours=1))
    work.assign(first.number, "beta-analyst", at=AT + timedelta(minutes=10))
    work.comment(first.number, "The customer was called.", at=AT + timedelta(minutes=30))
    work.open(findings[4].id, operator_id="gamma", at=AT)


def _pulls() -> list[dict[str, object]]:
    return [
        {
            "operator_id": operator, "collection": "c2-servers", "format": form,
            "day": "2026-01-05", "pulls": pulls, "octets": 4096 * pulls, "entries": 3,
            "sequence": sequence, "last_at": AT - timedelta(minutes=minutes),
        }
        for operator, form, pulls, sequence, minutes in (
            ("alpha", "rpz", 288, 4, 4), ("alpha", "stix", 24, 4, 55), ("beta", "csv", 3, 2, 600),
        )
    ]  # fmt: skip


def _sightings(entry: str) -> list[Sighting]:
    return [
        Sighting(
            id=f"made-{operator}-{day}", indicator_id=entry, operator_id=operator,
            kind=SightingKind.SEEN, count=count, source=source,
            window=Window(AT - timedelta(days=day), AT - timedelta(days=day - 1)),
            received_at=AT - timedelta(days=day - 1),
        )
        for operator, day, count, source in (
            ("alpha", 2, 41, "eve"), ("alpha", 1, 57, "eve"), ("beta", 1, 12, "lake"),
        )
    ]  # fmt: skip


def _row_of_sighting(sighting: Sighting) -> dict[str, object]:
    return {
        "id": sighting.id,
        "indicator_id": sighting.indicator_id,
        "operator_id": sighting.operator_id,
        "kind": sighting.kind.value,
        "count": sighting.count,
        "window_start": sighting.window.start,
        "window_end": sighting.window.end,
        "source": sighting.source,
        "note": sighting.note,
        "received_at": sighting.received_at,
    }


def _contributions(finding: Finding) -> list[dict[str, object]]:
    endpoint: Endpoint = finding.subject.as_endpoint()
    return [
        {
            "id": f"made-{source}", "submission_id": f"made-{source}", "operator_id": "centre",
            "source": source, "subject_kind": "ip", "subject_value": endpoint.address,
            "kind": "c2-server", "label": "c2", "confidence": confidence, "tlp": "TLP:GREEN",
            "object_id": f"made-{source}", "first_seen": None, "last_seen": None,
            "valid_until": None, "standing": ContributionStanding.WAITING.value, "reason": "",
            "received_at": AT - timedelta(days=days),
            "first_received_at": AT - timedelta(days=days),
        }
        for source, confidence, days in (("peer-one", 80, 2), ("peer-two", 60, 1))
    ]  # fmt: skip


def hub_now() -> datetime:
    """The clock of the made hub, two hours after its last run."""
    return AT + timedelta(hours=2)
