"""Transport checks: MTA-STS, TLS-RPT, and BIMI, which shows a logo for strongly protected mail."""

from collections.abc import Callable, Iterator

from noroshi.readiness.check import Check, Level, say, unanswered
from noroshi.readiness.mail.dmarc import NoAnswer, walk
from noroshi.readiness.mail.tags import TagFault, parse_tags
from noroshi.readiness.mail.transport import (
    StsPolicy,
    TransportFault,
    parse_sts_id,
    parse_sts_policy,
    parse_tls_rpt,
)
from noroshi.spine.model import NoroshiError
from noroshi.spine.net.lookup import Lookup, Outcome

SHORT_AGE_S = 7 * 86_400

FetchPolicy = Callable[[str], str]
"""Domain -> text of its MTA-STS policy; raises a NoroshiError."""


def _records(lookup: Lookup, name: str, version: str) -> list[str] | None:
    answer = lookup.ask(name, "TXT")
    if answer.outcome is Outcome.FAILED:
        return None
    return [text for text in answer.records if text.replace(" ", "").startswith(f"v={version}")]


def sts_checks(
    domain: str, exchangers: tuple[str, ...], lookup: Lookup, fetch: FetchPolicy | None
) -> Iterator[Check]:
    """What there is to say of MTA-STS, for a domain that receives mail."""
    records = _records(lookup, f"_mta-sts.{domain}", "STSv1")
    if records is None:
        yield unanswered("mta-sts.record", domain, f"TXT _mta-sts.{domain}")
        return
    if len(records) != 1:
        yield say(
            "mta-sts.record", Level.WARN if not records else Level.BAD, domain,
            ("MTA-STS がない。経路上の者が TLS を外せる。" if not records
             else "MTA-STS のレコードが複数あり、無視される。",
             "There is no MTA-STS: whoever is on the path can strip TLS." if not records
             else "There are several MTA-STS records, and they are ignored."),
            remedy=("`readiness mail configure` の案を mode: testing で公開する。" if not records
                    else "一つだけ残す。",
                    "Publish what `readiness mail configure` writes, in mode testing." if not records
                    else "Leave one."), source="RFC 8461 3.1",
        )  # fmt: skip
        return
    try:
        shown = parse_sts_id(records[0])
    except TransportFault as fault:
        yield _malformed("mta-sts.record", domain, "MTA-STS", str(fault), "RFC 8461 3.1")
        return
    yield say(
        "mta-sts.record", Level.GOOD, domain,
        (f"MTA-STS のレコードがある（id={shown}）。", f"There is an MTA-STS record (id={shown})."),
        source="RFC 8461 3.1",
    )  # fmt: skip
    yield from _policy(domain, exchangers, fetch)


def _policy(domain: str, exchangers: tuple[str, ...], fetch: FetchPolicy | None) -> Iterator[Check]:
    if fetch is None:
        yield unanswered("mta-sts.policy", domain, f"https://mta-sts.{domain}")
        return
    try:
        policy = parse_sts_policy(fetch(domain))
    except TransportFault as fault:
        yield _malformed("mta-sts.policy", domain, "MTA-STS", str(fault), "RFC 8461 3.2")
        return
    except NoroshiError as error:
        yield say(
            "mta-sts.policy", Level.BAD, domain,
            (f"MTA-STS のポリシーを取れない（{error}）。", f"The policy cannot be had ({error})."),
            remedy=("mta-sts の名前と証明書、ファイルの場所を直す。",
                    "Mend the name mta-sts, its certificate and the file's place."),
            source="RFC 8461 3.3",
        )  # fmt: skip
        return
    yield from _covered(domain, exchangers, policy)


def _covered(domain: str, exchangers: tuple[str, ...], policy: StsPolicy) -> Iterator[Check]:
    left = [host for host in exchangers if not policy.covers(host)]
    if left and policy.mode != "none":
        yield say(
            "mta-sts.mx", Level.BAD, domain,
            (f"ポリシーにない MX がある：{', '.join(left)}。enforce なら、そこへのメールは届かない。",
             f"The policy does not name these MX: {', '.join(left)}; enforced, no mail reaches them."),
            remedy=("ポリシーに mx を足し、id を変える。", "Add them as mx and change the id."),
            source="RFC 8461 4.1",
        )  # fmt: skip
    level = Level.GOOD if policy.mode == "enforce" else Level.NOTE
    yield say(
        "mta-sts.mode", level, domain,
        (f"MTA-STS の mode は {policy.mode}。", f"The mode of MTA-STS is {policy.mode}."),
        remedy=None if level is Level.GOOD else (
            "TLS レポートに失敗がないことを確かめて enforce にする。",
            "When TLS reports show no failures, go to enforce."), source="RFC 8461 3.2",
    )  # fmt: skip
    if policy.max_age_s < SHORT_AGE_S:
        yield say(
            "mta-sts.age", Level.WARN, domain,
            (f"max_age が {policy.max_age_s} 秒と短く、守りが切れやすい。",
             f"max_age is {policy.max_age_s} seconds only, so the protection soon ends."),
            remedy=("数週間以上にする。", "Make it weeks."), source="RFC 8461 3.2",
        )  # fmt: skip


def tls_report_checks(domain: str, lookup: Lookup) -> Iterator[Check]:
    """What there is to say of TLS-RPT, for a domain that receives mail."""
    records = _records(lookup, f"_smtp._tls.{domain}", "TLSRPTv1")
    if records is None:
        yield unanswered("tls-rpt.record", domain, f"TXT _smtp._tls.{domain}")
        return
    if len(records) != 1:
        yield say(
            "tls-rpt.record", Level.WARN, domain,
            (f"TLS-RPT のレコードが {len(records)} 個（一つでなければならない）。TLS の失敗を知らされない。",
             (f"There are {len(records)} TLS-RPT records where one is needed: nobody tells you of TLS "
             "failures.")),
            remedy=("`v=TLSRPTv1; rua=mailto:…` を公開する。", "Publish `v=TLSRPTv1; rua=mailto:…`."),
            source="RFC 8460 3",
        )  # fmt: skip
        return
    try:
        places = parse_tls_rpt(records[0])
    except TransportFault as fault:
        yield _malformed("tls-rpt.record", domain, "TLS-RPT", str(fault), "RFC 8460 3")
        return
    yield say(
        "tls-rpt.record", Level.GOOD, domain,
        (f"TLS レポートの宛先：{', '.join(places)}", f"TLS reports go to {', '.join(places)}"),
        source="RFC 8460 3",
    )  # fmt: skip


def bimi_checks(domain: str, lookup: Lookup) -> Iterator[Check]:
    """What there is to say of a BIMI record; nothing where there is none, for it is a wish."""
    records = _records(lookup, f"default._bimi.{domain}", "BIMI1")
    if not records:
        return
    source = "draft-brand-indicators-for-message-identification"
    try:
        tags = parse_tags(records[0])
    except TagFault as fault:
        yield _malformed("bimi.record", domain, "BIMI", str(fault), source)
        return
    logo, mark = tags.get("l", ""), tags.get("a", "")
    if not logo and not mark:
        yield say(
            "bimi.record", Level.NOTE, domain,
            ("BIMI を辞退している。", "The domain declines BIMI."), source=source,
        )  # fmt: skip
        return
    if any(url and not url.lower().startswith("https://") for url in (logo, mark)):
        yield _malformed("bimi.record", domain, "BIMI", "l= and a= must be https", source)
        return
    yield _bimi_policy(domain, lookup, source)
    yield say(
        "bimi.mark", Level.GOOD if mark else Level.NOTE, domain,
        (f"ロゴ {logo}、証明書 {mark or 'なし'}。", f"Logo {logo}, certificate {mark or 'none'}."),
        remedy=None if mark else ("多くの受信側は証明書（VMC・CMC）のあるロゴだけを示す。",
                                  "Most receivers show logos with a certificate (VMC, CMC) only."),
        source=source,
    )  # fmt: skip


def _bimi_policy(domain: str, lookup: Lookup, source: str) -> Check:
    try:
        found = walk(domain, lookup)
    except NoAnswer as error:
        return unanswered("bimi.policy", domain, str(error))
    policy = found.policy
    strong = (
        policy is not None
        and not policy.is_testing
        and "none" not in (policy.asks("p"), policy.asks("sp"))
        and policy.tags.get("pct", "100") == "100"
    )
    return say(
        "bimi.policy", Level.GOOD if strong else Level.BAD, domain,
        ("DMARC は BIMI に足る強さである。" if strong
         else "DMARC が弱く（p か sp が none、または試行中）、ロゴは示されない。",
         "DMARC is strong enough for BIMI." if strong
         else "DMARC is too weak (p or sp is none, or in testing), so no logo is shown."),
        remedy=None if strong else ("先に quarantine か reject へ進む。",
                                    "Go to quarantine or reject first."), source=source,
    )  # fmt: skip


def _malformed(code: str, domain: str, what: str, fault: str, source: str) -> Check:
    return say(
        code, Level.BAD, domain,
        (f"{what} が誤っている（{fault}）。", f"{what} is malformed ({fault})."),
        remedy=("示した所を直す。", "Mend what is named."), source=source,
    )  # fmt: skip
