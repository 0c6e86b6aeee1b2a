"""Digest letter: a digest in the words of its reader."""

from dataclasses import dataclass
from datetime import datetime

from noroshi.relay.notify.digest import Digest, Group, Happened
from noroshi.relay.notify.letter import Letter, Section
from noroshi.relay.notify.wording import defanged, outside, without_links
from noroshi.spine.model import Edition, Language, Text, label_text

HEADINGS = {
    Happened.ADDED: Text(ja="追加", en="Added"),
    Happened.CHANGED: Text(ja="更新", en="Changed"),
    Happened.SUSPENDED: Text(
        ja="一時停止（誤りの報告を確認中）", en="Suspended (reported wrong, being looked into)"
    ),
    Happened.WITHDRAWN: Text(ja="取り消し", en="Withdrawn"),
    Happened.EXPIRED: Text(ja="期限切れ", en="Expired"),
}
TOLD_WHY = frozenset({Happened.SUSPENDED, Happened.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a digest is about.

    Attributes:
        hub: Name of the hub.
        operator: Name of the reader's operator.
        start: Changes since then.
        end: Up to then.
        url: Where the list can be seen; empty for nowhere.
    """

    hub: str
    operator: str
    start: datetime
    end: datetime
    url: str = ""


def digest_letter(digest: Digest, occasion: Occasion, language: Language) -> Letter:
    """The letter."""
    sections = [_group(what, group, language) for what, group in digest.groups.items()]
    if digest.reasons:
        sections.append(_reasons(digest, language))
    return Letter(
        language=language,
        subject=_subject(digest, occasion).said(language),
        opening=(_opening(occasion).said(language),),
        sections=tuple(sections),
        closing=tuple(text.said(language) for text in _closing(occasion)),
    )


def _subject(digest: Digest, occasion: Occasion) -> Text:
    counts = {what: group.count for what, group in digest.groups.items()}
    ja = "、".join(f"{HEADINGS[what].ja.partition('（')[0]} {count:,}" for what, count in counts.items())  # fmt: skip
    en = ", ".join(f"{count:,} {what}" for what, count in counts.items())
    return Text(ja=f"［{occasion.hub}］共有リストの変更：{ja}", en=f"[{occasion.hub}] Changes of the shared list: {en}")  # fmt: skip


def _opening(occasion: Occasion) -> Text:
    start, end = (f"{moment:%Y-%m-%d %H:%M}" for moment in (occasion.start, occasion.end))
    return Text(
        ja=f"{occasion.operator} 御中。{start} から {end}（UTC）までの共有リストの変更をお知らせします。",
        en=f"To {occasion.operator}: changes of the shared list from {start} to {end} (UTC).",
    )


def _group(what: Happened, group: Group, language: Language) -> Section:
    lines = [_line(what, edition, language) for edition in group.named]
    left = group.count - len(lines)
    if left:
        lines.append(Text(ja=f"ほか {left:,} 件", en=f"and {left:,} more").said(language))
    heading = f"{HEADINGS[what].said(language)} ({group.count:,})"
    return Section(heading=heading, lines=tuple(lines))


def _line(what: Happened, edition: Edition, language: Language) -> str:
    indicator = edition.indicator
    label = label_text(indicator.label)
    told = Text(
        ja=f"{defanged(indicator.subject.value)}：{label.ja}、確からしさ {indicator.confidence}、{indicator.tlp}",
        en=f"{defanged(indicator.subject.value)}: {label.en}, confidence {indicator.confidence}, {indicator.tlp}",
    ).said(language)
    if what in TOLD_WHY:
        reason = outside(edition.reason, indicator.subject).said(language)
        told += f" — {without_links(reason)}"
    return told


def _reasons(digest: Digest, language: Language) -> Section:
    heading = Text(ja="追加の主な理由", en="Most frequent reasons of additions")
    lines = tuple(f"{count:,} × {without_links(text.said(language))}" for text, count in digest.reasons)  # fmt: skip
    return Section(heading=heading.said(language), lines=lines)


def _closing(occasion: Occasion) -> list[Text]:
    told = [
        Text(
            ja="アドレスは誤って開かれないように「.」を「[.]」と書いています。誤りを見つけたら、一覧の「誤りを報告」から知らせてください。すぐに全体で一時停止します。",
            en="Addresses are written with [.] so that nobody opens one by mistake. If an entry is wrong, use “report wrong” in the list: it is suspended everywhere at once.",
        )
    ]
    if occasion.url:
        told.insert(0, Text(ja=f"一覧：{occasion.url}", en=f"The list: {occasion.url}"))
    return told
