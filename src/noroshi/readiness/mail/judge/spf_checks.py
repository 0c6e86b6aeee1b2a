"""SPF checks: the record, what it costs to evaluate, and how much of the Internet it lets in."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from noroshi.readiness.check import Check, Level, say, unanswered
from noroshi.readiness.mail.spf import Fault, Record, parse_record, select_record
from noroshi.readiness.mail.spf.check import MOST_LOOKUPS
from noroshi.spine.net.lookup import Lookup, Outcome

MOST_RECORDS = 40
"""Records that are followed; a record may cost ten look-ups, so more proves nothing."""

WIDE_BITS = {"ip4": 16, "ip6": 32}
"""Prefixes shorter than this let whole providers in."""

_LOOKS_UP = frozenset({"include", "a", "mx", "ptr", "exists"})


@dataclass(slots=True)
class _Tree:
    """A record and all it leads to."""

    lookups: int = 0
    records: int = 0
    circle: str = ""
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    uses_ptr: bool = False


def spf_checks(domain: str, lookup: Lookup, *, sends: bool) -> Iterator[Check]:
    """What there is to say of the SPF record of a domain.

    Args:
        domain: The domain.
        lookup: Answers.
        sends: Whether the domain has mail; one without should say `-all` only.
    """
    answer = lookup.ask(domain, "TXT")
    if answer.outcome is Outcome.FAILED:
        yield unanswered("spf.record", domain, f"TXT {domain}")
        return
    texts = select_record(answer.records)
    if len(texts) != 1:
        yield _no_record(domain, len(texts), sends=sends)
        return
    try:
        record = parse_record(texts[0])
    except Fault as fault:
        yield _check(
            "spf.syntax", Level.BAD, domain,
            f"SPF レコードの文法が誤っている（{fault}）。受信側は permerror とする。",
            f"The SPF record is malformed ({fault}); receivers take it as permerror.",
            "示した語を直す。", "Mend the term that is named.", "4.6",
        )  # fmt: skip
        return
    yield _check(
        "spf.record", Level.GOOD, domain, f"SPF レコードが一つある：{texts[0]}",
        f"There is one SPF record: {texts[0]}", source="4.5",
    )  # fmt: skip
    yield from _tree_checks(domain, record, lookup)
    yield from _ending(domain, record, lookup, sends=sends)


def _tree_checks(domain: str, record: Record, lookup: Lookup) -> Iterator[Check]:
    tree = _Tree()
    _follow(domain, record, lookup, tree, (domain,))
    if tree.circle:
        yield _check(
            "spf.circle", Level.BAD, domain,
            f"include または redirect が {tree.circle} に戻り、終わらない。permerror となる。",
            f"include or redirect leads back to {tree.circle} and never ends: permerror.",
            "輪になった include を消す。", "Remove the include that closes the circle.", "4.6.4",
        )  # fmt: skip
    for name in tree.missing:
        yield _check(
            "spf.missing", Level.BAD, domain,
            f"{name} を取り込むが、そこに SPF レコードがない。permerror となる。",
            f"It includes {name}, which has no SPF record: permerror.",
            "使っていない事業者なら消し、そうでなければ正しい名前を尋ねる。",
            "Remove it if you do not use that provider, or ask for the right name.", "5.2",
        )  # fmt: skip
    for name, fault in tree.broken:
        yield _check(
            "spf.broken", Level.BAD, domain,
            f"取り込む {name} のレコードが誤っている（{fault}）。permerror となる。",
            f"The record of {name}, which it includes, is malformed ({fault}): permerror.",
            "その持ち主に直してもらう。", "Have its owner mend it.", "5.2",
        )  # fmt: skip
    for name in tree.unknown:
        yield unanswered("spf.include", domain, f"TXT {name}")
    level = Level.BAD if tree.lookups > MOST_LOOKUPS else Level.GOOD
    if level is Level.GOOD and tree.lookups >= MOST_LOOKUPS - 1:
        level = Level.WARN
    yield _check(
        "spf.lookups", level, domain,
        f"評価に要る DNS 検索は最大 {tree.lookups} 回（上限 {MOST_LOOKUPS} 回）。",
        f"It costs up to {tree.lookups} look-ups of the {MOST_LOOKUPS} that are allowed.",
        *(("" , "") if level is Level.GOOD else (
            "使わない include を消す。送信元ごとにサブドメインを分ける。",
            "Remove includes that are not used, and give each service a subdomain of its own.")),
        "4.6.4",
    )  # fmt: skip
    for term in tree.wide:
        yield _check(
            "spf.wide", Level.WARN, domain,
            f"{term} は広すぎる。他人のサーバも通る。",
            f"{term} is wide: servers of others pass as well.",
            "実際に送るアドレスだけにする。", "Name only the addresses that send.", "11.1",
        )  # fmt: skip
    if tree.uses_ptr:
        yield _check(
            "spf.ptr", Level.WARN, domain, "ptr は使うべきでない。遅く、当てにならない。",
            "It uses ptr, which is slow and not to be relied on.",
            "ptr を ip4 や a に替える。", "Replace ptr by ip4 or a.", "5.5",
        )  # fmt: skip


def _follow(
    domain: str, record: Record, lookup: Lookup, tree: _Tree, path: tuple[str, ...]
) -> None:
    tree.records += 1
    targets: list[str] = []
    for term in record.terms:
        tree.lookups += term.name in _LOOKS_UP
        tree.uses_ptr |= term.name == "ptr"
        if term.name == "include":
            targets.append(term.spec)
        bits = term.bits4 if term.name == "ip4" else term.bits6
        if term.qualifier == "+" and bits < WIDE_BITS.get(term.name, 0):
            tree.wide.append(f"{term.name}:{term.spec}/{bits} ({domain})")
    if record.redirect:
        tree.lookups += 1
        targets.append(record.redirect)
    for target in targets:
        name = target.lower().removesuffix(".")
        if name in path:
            tree.circle = name
        elif "%" not in name and tree.records < MOST_RECORDS:
            _follow_name(name, lookup, tree, path)


def _follow_name(name: str, lookup: Lookup, tree: _Tree, path: tuple[str, ...]) -> None:
    answer = lookup.ask(name, "TXT")
    if answer.outcome is Outcome.FAILED:
        tree.unknown.append(name)
        return
    texts = select_record(answer.records)
    if len(texts) != 1:
        tree.missing.append(name) if not texts else tree.broken.append((name, "several records"))
        return
    try:
        record = parse_record(texts[0])
    except Fault as fault:
        tree.broken.append((name, str(fault)))
        return
    _follow(name, record, lookup, tree, (*path, name))


def _ending(domain: str, record: Record, lookup: Lookup, *, sends: bool) -> Iterator[Check]:
    seen = {domain}
    while record.redirect and not any(term.name == "all" for term in record.terms):
        target = record.redirect.lower()
        texts = select_record(lookup.ask(target, "TXT").records)
        if target in seen or len(texts) != 1:
            return
        seen.add(target)
        try:
            record = parse_record(texts[0])
        except Fault:
            return
    ending = next((term.qualifier for term in record.terms if term.name == "all"), "?")
    if ending in "+?":
        yield _check(
            "spf.all", Level.BAD if ending == "+" else Level.WARN, domain,
            "レコードは誰でも通す（+all）。" if ending == "+"
            else "最後に -all も ~all もなく、知らない送信元に何も言わない。",
            "It lets everybody pass (+all)." if ending == "+"
            else "It ends in neither -all nor ~all, so it says nothing of strangers.",
            "~all か -all で終える。", "End it in ~all or -all.", "5.1",
        )  # fmt: skip
        return
    if not sends and (ending != "-" or len(record.terms) > 1):
        yield _check(
            "spf.parked", Level.WARN, domain,
            "メールを使わないドメインだが、レコードが `v=spf1 -all` でない。",
            "The domain has no mail, but its record is not `v=spf1 -all`.",
            "`v=spf1 -all` にする。", "Publish `v=spf1 -all`.", "10.1.2",
        )  # fmt: skip
        return
    yield _check(
        "spf.all", Level.GOOD, domain, f"知らない送信元には {ending}all と答える。",
        f"It says {ending}all of strangers.", source="5.1",
    )  # fmt: skip


def _no_record(domain: str, count: int, *, sends: bool) -> Check:
    if count:
        return _check(
            "spf.several", Level.BAD, domain,
            f"SPF レコードが {count} 個ある。受信側は permerror とする。",
            f"There are {count} SPF records; receivers take that as permerror.",
            "一つにまとめる。", "Merge them into one.", "4.5",
        )  # fmt: skip
    return _check(
        "spf.record", Level.BAD, domain, "SPF レコードがない。", "There is no SPF record.",
        "送信元を並べた `v=spf1 … ~all` を公開する。" if sends else "`v=spf1 -all` を公開する。",
        "Publish `v=spf1 … ~all` with what sends." if sends else "Publish `v=spf1 -all`.", "3",
    )  # fmt: skip


def _check(  # noqa: PLR0913, PLR0917  # a table of sentences, each in its place
    code: str, level: Level, domain: str, ja: str, en: str,
    remedy_ja: str = "", remedy_en: str = "", source: str = "",
) -> Check:  # fmt: skip
    remedy = (remedy_ja, remedy_en) if remedy_ja else None
    return say(code, level, domain, (ja, en), remedy=remedy, source=f"RFC 7208 {source}")
