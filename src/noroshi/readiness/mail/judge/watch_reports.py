"""Watch reports: how TLS towards a domain went, and how many single failures others reported."""

from collections.abc import Iterator

from noroshi.readiness.check import Check, Level, Said, say
from noroshi.readiness.mail.analyse.other_reports import FailuresSeen, TlsSeen
from noroshi.readiness.mail.judge.watch import RECENT_DAYS

BAD_SHARE = 0.01
"""Failed sessions from which on mail is visibly late or lost."""

SHOWN = 3

_CERTIFICATE: Said = (
    "MX の証明書の期限、名前、連鎖を直す。",
    "Mend the certificate of the MX: its dates, names and chain.",
)
_DANE: Said = (
    "TLSA レコードを証明書に合わせ、DNSSEC の署名を直す。",
    "Bring the TLSA records in line with the certificate, and mend the DNSSEC signatures.",
)
_STS: Said = (
    "MTA-STS のポリシーの取得、証明書、MX の名前を直す。",
    "Mend how the MTA-STS policy is fetched, its certificate, and the MX names in it.",
)
REMEDIES: dict[str, Said] = {
    "starttls-not-supported": ("MX で STARTTLS を有効にする。", "Switch STARTTLS on at the MX."),
    "certificate-host-mismatch": _CERTIFICATE,
    "certificate-expired": _CERTIFICATE,
    "certificate-not-trusted": _CERTIFICATE,
    "tlsa-invalid": _DANE,
    "dnssec-invalid": _DANE,
    "dane-required": _DANE,
    "sts-policy-fetch-error": _STS,
    "sts-policy-invalid": _STS,
    "sts-webpki-invalid": _STS,
}
"""What to do about each kind (RFC 8460 section 4.3)."""

_OTHERS: Said = (
    "MX の TLS の設定と記録を調べる。",
    "Look at the settings and logs of TLS at the MX.",
)


def watch_tls(seen: TlsSeen, domain: str) -> Iterator[Check]:
    """Sessions of the last days; nothing where nobody reported any."""
    if not seen.sessions:
        return
    share = seen.failed / seen.sessions
    before = seen.failed_before / seen.sessions_before if seen.sessions_before else None
    was = ("", "") if before is None else (f"（それまで {before:.2%}）", f" (before: {before:.2%})")
    worst = seen.kinds.most_common(SHOWN)
    named = ", ".join(f"{kind} {mx} {count:,}".replace("  ", " ") for (kind, mx), count in worst)
    level = Level.GOOD if not seen.failed else Level.BAD if share >= BAD_SHARE else Level.WARN
    yield say(
        "tls.sessions", level, domain,
        ((f"この {RECENT_DAYS} 日の TLS 接続 {seen.sessions:,} のうち失敗 {seen.failed:,}、{share:.2%}{was[0]}"
          f"{f'：{named}' if named else ''}。"),
         (f"TLS sessions of the last {RECENT_DAYS} days: {seen.sessions:,}, failed {seen.failed:,}, {share:.2%}{was[1]}"
          f"{f': {named}' if named else ''}.")),
        remedy=REMEDIES.get(worst[0][0][0] if worst else "", _OTHERS) if seen.failed else None,
        source="RFC 8460",
    )  # fmt: skip


def watch_failures(seen: FailuresSeen, domain: str) -> Iterator[Check]:
    """Failure reports of the last days; nothing where there are none, for hardly anybody sends them."""
    if not seen.reports:
        return
    kinds = _most(seen.kinds.most_common(SHOWN))
    sources = _most(seen.sources.most_common(SHOWN))
    yield say(
        "mail.failure-reports", Level.NOTE, domain,
        (f"この {RECENT_DAYS} 日の失敗レポート {seen.reports:,}（それまで {seen.reports_before:,}）：{kinds}、送信元 {sources}。",
         (f"Failure reports of the last {RECENT_DAYS} days: {seen.reports:,} (before: {seen.reports_before:,}): {kinds}; "
          f"from {sources}.")),
        source="RFC 9991",
    )  # fmt: skip


def _most(counted: list[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counted)
