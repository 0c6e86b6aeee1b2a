"""DMARC checks: the record that holds, its strength, and whether its reports can arrive."""

from collections.abc import Iterator

from noroshi.readiness.check import Check, Level, say, unanswered
from noroshi.readiness.mail.dmarc import (
    POLICIES,
    REMOVED,
    NoAnswer,
    Policy,
    Walk,
    listed_organization,
    parse_policy,
    walk,
)
from noroshi.spine.net.lookup import Lookup, Outcome

RFC = "RFC 9989"


def dmarc_checks(domain: str, lookup: Lookup, *, sends: bool) -> Iterator[Check]:
    """What there is to say of a domain's DMARC.

    Args:
        domain: An author's domain.
        lookup: Answers.
        sends: Whether the domain has mail.
    """
    try:
        found = walk(domain, lookup)
    except NoAnswer as error:
        yield unanswered("dmarc.record", domain, str(error))
        return
    for name in found.several:
        yield say(
            "dmarc.several", Level.BAD, name,
            (f"_dmarc.{name} にレコードが複数あり、どれも無視される。",
             f"_dmarc.{name} has several records, and all of them are ignored."),
            remedy=("一つだけ残す。", "Leave one."), source=f"{RFC} 4.10",
        )  # fmt: skip
    if not found.unknown:
        yield from _organization(found)
    if found.policy is None:
        yield say(
            "dmarc.record", Level.BAD, domain,
            ("DMARC レコードがない。誰でもこのドメインを名乗れる。",
             "There is no DMARC record: anybody can write in this domain's name."),
            remedy=("`v=DMARC1; p=none; rua=mailto:…` を公開し、レポートを集める。" if sends
                    else "`v=DMARC1; p=reject` を公開する。",
                    "Publish `v=DMARC1; p=none; rua=mailto:…` and gather reports." if sends
                    else "Publish `v=DMARC1; p=reject`."),
            source=f"{RFC} 4.7",
        )  # fmt: skip
        return
    yield from _record(domain, found.policy)
    yield from _strength(domain, found, sends=sends)
    yield from _reports(found.policy, lookup)


def _organization(found: Walk) -> Iterator[Check]:
    listed = listed_organization(found.domain)
    if listed == found.organization or found.policy is None:
        return
    yield say(
        "dmarc.organization", Level.NOTE, found.domain,
        ((f"組織ドメインは、木のたどり方（RFC 9989）では {found.organization}、公開サフィックス表"
         f"（RFC 7489）では {listed}。受信側によって整合の判断が異なる。"),
         (f"The organisational domain is {found.organization} by the tree walk (RFC 9989) and {listed} by "
         "the suffix list (RFC 7489): receivers may judge alignment differently.")),
        remedy=(f"{listed} に psd=n を付けた DMARC レコードを置くと、両者が一致する。",
                f"A DMARC record with psd=n at {listed} makes both agree."),
        source=f"{RFC} 4.10",
    )  # fmt: skip


def _record(domain: str, policy: Policy) -> Iterator[Check]:
    for fault in policy.faults:
        yield say(
            "dmarc.syntax", Level.BAD, policy.domain,
            (f"DMARC レコードが誤っている：{fault}", f"The DMARC record is wrong: {fault}"),
            remedy=("示したタグを直す。", "Mend the tag that is named."), source=f"{RFC} 4.7",
        )  # fmt: skip
    if not policy.faults:
        yield say(
            "dmarc.record", Level.GOOD, domain,
            (f"DMARC レコードがある（{policy.domain}）：{policy.text}",
             f"There is a DMARC record ({policy.domain}): {policy.text}"), source=f"{RFC} 4.7",
        )  # fmt: skip
    removed = [name for name in REMOVED if name in policy.tags]
    if removed:
        pct = policy.tags.get("pct", "100") != "100"
        yield say(
            "dmarc.removed", Level.WARN if pct else Level.NOTE, policy.domain,
            (f"RFC 9989 で廃止されたタグがある：{', '.join(removed)}。新しい受信側は無視する。",
             f"RFC 9989 took these tags away: {', '.join(removed)}. Newer receivers ignore them."),
            remedy=("消す。段階的に試すなら pct の代わりに t=y を使う。",
                    "Remove them; to try a policy, use t=y instead of pct."),
            source=f"{RFC} A.6",
        )  # fmt: skip


def _strength(domain: str, found: Walk, *, sends: bool) -> Iterator[Check]:
    assert found.policy is not None
    policy, wanted = found.policy, found.wanted
    level = {"none": Level.WARN, "quarantine": Level.NOTE, "reject": Level.GOOD}[wanted]
    if policy.is_testing and wanted != "none":
        level = Level.NOTE
    if not sends and wanted != "reject":
        level = Level.BAD
    tested = policy.is_testing
    yield say(
        "dmarc.policy", level, domain,
        (f"失敗したメールへの求めは {wanted}{'（試行中、t=y）' if tested else ''}。",
         f"It asks for {wanted} of failing mail{' (testing, t=y)' if tested else ''}."),
        remedy=None if level is Level.GOOD else (
            "`readiness mail forecast` で失われるメールを調べ、次の段階へ進む。" if sends
            else "メールを使わないドメインは p=reject にする。",
            "See with `readiness mail forecast` what would be lost, then take the next stage."
            if sends else "A domain without mail asks for reject."),
        source=f"{RFC} 4.7",
    )  # fmt: skip
    for tag in ("sp", "np"):
        if POLICIES.index(policy.asks(tag)) < POLICIES.index(policy.asks("p")):
            yield say(
                f"dmarc.{tag}", Level.WARN, policy.domain,
                (f"サブドメインには p より弱い {policy.asks(tag)} を求める（{tag}）。名乗り放題になる。",
                 (f"Subdomains are asked for {policy.asks(tag)} only ({tag}), weaker than p: they can be "
                 "forged.")),
                remedy=(f"{tag} を消すか、p と同じにする。", f"Remove {tag}, or make it equal to p."),
                source=f"{RFC} 4.7",
            )  # fmt: skip


def _reports(policy: Policy, lookup: Lookup) -> Iterator[Check]:
    if not policy.report_to:
        yield say(
            "dmarc.reports", Level.WARN, policy.domain,
            ("集約レポートの宛先（rua）がない。何が失敗しているか分からない。",
             "Nobody gets aggregate reports (rua), so nobody knows what fails."),
            remedy=("rua=mailto:… を加える。", "Add rua=mailto:…"), source="RFC 9990",
        )  # fmt: skip
    for address in dict.fromkeys((*policy.report_to, *policy.failures_to)):
        yield from _destination(policy.domain, address, lookup)
    if policy.failures_to:
        yield say(
            "dmarc.failures", Level.NOTE, policy.domain,
            ("失敗レポート（ruf）は本文の一部を含みうる。通信の秘密と個人情報の扱いを決めておく。",
             ("Failure reports (ruf) may hold parts of messages: settle how secrecy of communications and "
             "personal data are kept.")), source="RFC 9991",
        )  # fmt: skip


def _destination(domain: str, address: str, lookup: Lookup) -> Iterator[Check]:
    """Whether another organisation says that it takes the reports (RFC 9990 section 4)."""
    host = address.rpartition("@")[2].lower()
    if listed_organization(host) == listed_organization(domain):
        return
    name = f"{domain}._report._dmarc.{host}"
    answer = lookup.ask(name, "TXT")
    if answer.outcome is Outcome.FAILED:
        yield unanswered("dmarc.destination", domain, f"TXT {name}")
        return
    allowed = any(parse_policy(host, text) for text in answer.records)
    yield say(
        "dmarc.destination", Level.GOOD if allowed else Level.BAD, domain,
        (f"{host} はレポートを受けると公開している。" if allowed
         else f"{host} はレポートを受けると公開しておらず、レポートは届かない。",
         f"{host} says that it takes the reports." if allowed
         else f"{host} does not say that it takes the reports, so none are sent."),
        remedy=None if allowed else (
            f"{name} に TXT `v=DMARC1` を公開してもらう。",
            f"Have TXT `v=DMARC1` published at {name}."),
        source="RFC 9990 4",
    )  # fmt: skip
