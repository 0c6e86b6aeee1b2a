"""DKIM checks: the keys of selectors that are known."""

from collections.abc import Iterator

from noroshi.readiness.check import Check, Level, say, unanswered
from noroshi.readiness.mail.dkim_key import GOOD_BITS, SHORTEST_BITS, KeyFault, Revoked, parse_key
from noroshi.spine.net.lookup import Lookup, Outcome

RFC = "RFC 6376"


def dkim_checks(
    domain: str, selectors: tuple[str, ...], lookup: Lookup, *, sends: bool
) -> Iterator[Check]:
    """What there is to say of a domain's DKIM keys.

    Args:
        domain: The signing domain.
        selectors: Those that are known; the DNS gives no list of them.
        lookup: Answers.
        sends: Whether the domain has mail.
    """
    good = 0
    for selector in selectors:
        checks = list(_key_checks(domain, selector, lookup))
        good += any(check.code == "dkim.key" and check.level is Level.GOOD for check in checks)
        yield from checks
    if not sends or good:
        return
    if selectors:
        yield say(
            "dkim.none", Level.BAD, domain,
            ("使える DKIM の鍵が一つもない。", "There is not one DKIM key that can be used."),
            remedy=("2048 ビットの RSA 鍵を公開し、すべてのメールに署名する。",
                    "Publish an RSA key of 2048 bits and sign all mail."), source=f"{RFC} 3.6",
        )  # fmt: skip
    else:
        yield say(
            "dkim.selectors", Level.UNKNOWN, domain,
            ("DKIM のセレクタが分からないので調べていない。",
             "No DKIM selector is known, so keys were not looked at."),
            remedy=("--selector で与えるか、レポートを取り込む。",
                    "Give them with --selector, or import reports."), source=f"{RFC} 3.1",
        )  # fmt: skip


def _key_checks(domain: str, selector: str, lookup: Lookup) -> Iterator[Check]:
    name = f"{selector}._domainkey.{domain}"
    answer = lookup.ask(name, "TXT")
    if answer.outcome is Outcome.FAILED:
        yield unanswered("dkim.key", domain, f"TXT {name}")
        return
    if len(answer.records) != 1:
        yield say(
            "dkim.key", Level.BAD, domain,
            (f"セレクタ {selector} のレコードが {len(answer.records)} 個ある（一つでなければならない）。",
             f"Selector {selector} has {len(answer.records)} records; it must be one."),
            remedy=("一つだけ公開する。署名に使わないセレクタなら名前を消す。",
                    "Publish one, or forget the selector if nothing signs by it."),
            source=f"{RFC} 3.6.2.2",
        )  # fmt: skip
        return
    try:
        key = parse_key(answer.records[0])
    except Revoked:
        yield say(
            "dkim.revoked", Level.NOTE, domain,
            (f"セレクタ {selector} の鍵は取り消されている。",
             f"The key of selector {selector} was revoked."), source=f"{RFC} 3.6.1",
        )  # fmt: skip
        return
    except KeyFault as fault:
        yield say(
            "dkim.key", Level.BAD, domain,
            (f"セレクタ {selector} の鍵は使えない（{fault}）。",
             f"The key of selector {selector} cannot be used ({fault})."),
            remedy=("レコードを作り直す。", "Make the record anew."), source=f"{RFC} 3.6.1",
        )  # fmt: skip
        return
    rsa = hasattr(key.key, "key_size")
    level = Level.GOOD
    if rsa and key.bits < GOOD_BITS:
        level = Level.BAD if key.bits < SHORTEST_BITS else Level.WARN
    shown = f"RSA {key.bits}" if rsa else "Ed25519"
    yield say(
        "dkim.key", level, domain,
        (f"セレクタ {selector} の鍵は {shown}{'' if level is Level.GOOD else '。短い'}。",
         f"Selector {selector} has a key of {shown}{'' if level is Level.GOOD else ': short'}."),
        remedy=None if level is Level.GOOD else (
            "新しいセレクタに 2048 ビットの鍵を公開し、署名を移す。",
            "Publish a key of 2048 bits at a new selector and sign by it."), source="RFC 8301 3.2",
    )  # fmt: skip
    if "y" in key.flags:
        yield say(
            "dkim.testing", Level.WARN, domain,
            (f"セレクタ {selector} は試験中（t=y）で、署名のないメールと同じに扱われうる。",
             f"Selector {selector} is in testing (t=y): receivers may treat its mail as unsigned."),
            remedy=("t=y を消す。", "Remove t=y."), source=f"{RFC} 3.6.1",
        )  # fmt: skip
    if key.hashes and "sha256" not in key.hashes:
        yield say(
            "dkim.hash", Level.BAD, domain,
            (f"セレクタ {selector} は sha256 を許さない（h=）。検証はすべて失敗する。",
             f"Selector {selector} does not allow sha256 (h=): every check fails."),
            remedy=("h= を消す。", "Remove h=."), source="RFC 8301 3.1",
        )  # fmt: skip
