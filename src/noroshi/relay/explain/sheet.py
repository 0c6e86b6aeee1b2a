"""Sheet: a portrait put into the words of one language and one audience, ready for a page or terminal."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite

from noroshi.relay.explain.charts import (
    Figure,
    draw_background,
    draw_intervals,
    draw_strip,
    draw_waterfall,
)
from noroshi.relay.explain.language import (
    Audience,
    Lang,
    say,
    without_addresses,
    without_small_counts,
)
from noroshi.relay.explain.portrait import ClientRow, Comparison, Portrait
from noroshi.relay.explain.quantity import (
    FEW,
    JST,
    UNKNOWN,
    both_zones,
    clients,
    number,
    octets,
    probability,
    quantity,
    signed,
    span,
    stamp_ms,
)
from noroshi.relay.explain.wording import class_name, client_name, is_hostile, word
from noroshi.spine.model import PEOPLE, Evidence, Finding, SubjectKind, Text, Window, rfc3339

MAX_CLIENT_ROWS = 50
"""Clients that the page lists; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One line of the evidence table; `share` is the bar's length against the strongest, -1 to 1."""

    name: str
    sentence: str
    measured: str
    usual: str
    weight: str
    share: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name, a value, and a smaller remark."""

    name: str
    value: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLine:
    """One client, in words."""

    name: str
    contacts: str
    first: str
    last: str
    octets: str
    symptoms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that a page says of one finding, in one language."""

    subject: str
    class_name: str
    verdict: str
    because: str
    facts: tuple[Fact, ...]
    reasons: tuple[Reason, ...]
    source: str
    change: str
    waterfall: Figure
    pictures: tuple[Figure, ...]
    clients: tuple[ClientLine, ...]
    clients_left_out: int
    method: tuple[Fact, ...]
    commands: tuple[str, ...]


def subject_text(finding: Finding) -> str:
    """The subject without its kind: `192.0.2.1:443/tcp`."""
    return finding.subject.value


def subject_address(finding: Finding) -> str:
    """The address of the subject; its whole value where it is no address."""
    if finding.subject.kind is SubjectKind.ENDPOINT:
        return finding.subject.as_endpoint().address
    return finding.subject.value


def shielded(text: Text, finding: Finding, lang: Lang, audience: Audience = "inside") -> str:
    """A sentence without any address but the server's; outside, without small counts too."""
    told = without_addresses(say(text, lang), but=subject_address(finding))
    return without_small_counts(told) if audience == "outside" else told


def by_strength(finding: Finding) -> tuple[Evidence, ...]:
    """Evidence, strongest first; weights that are no number come last."""
    return tuple(sorted(finding.evidence, key=lambda e: -_size(e.weight)))


def _size(weight: float) -> float:
    return abs(weight) if isfinite(weight) else -1.0


def verdict_sentence(finding: Finding, lang: Lang) -> str:
    """The verdict in one sentence."""
    name, p = class_name(finding.label, lang), probability(finding.score)
    if not is_hostile(finding.label):
        return word("verdict_other", lang, class_name=name, p=p)
    if finding.score < 0.5:
        return word("verdict_unsure", lang, class_name=name, p=p)
    sure = "sure_high" if finding.score >= 0.95 else "sure_fair"
    if 0.8 <= finding.score < 0.95:
        sure = "sure_good"
    return word("verdict_c2", lang, class_name=name, p=p, sure=word(sure, lang))


def because_sentence(portrait: Portrait, lang: Lang) -> str:
    """The strongest one or two reasons that point where the verdict points; empty without any."""
    finding = portrait.finding
    sign = 1 if is_hostile(finding.label) and finding.score >= 0.5 else -1
    speaking = [e for e in by_strength(finding) if isfinite(e.weight) and e.weight * sign > 0]
    spoken = (_inside_sentence(say(portrait.name(e.code), lang)) for e in speaking)
    names = list(dict.fromkeys(spoken))[:2]
    if not names:
        return ""
    return word("because", lang, reasons=word("and", lang).join(names))


def _inside_sentence(name: str) -> str:
    """A name with a small first letter, unless it starts with an acronym."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def reasons(portrait: Portrait, lang: Lang, audience: Audience) -> tuple[Reason, ...]:
    """The evidence in words, strongest first."""
    ordered = by_strength(portrait.finding)
    strongest = max((_size(e.weight) for e in ordered), default=0.0)
    return tuple(_reason(portrait, e, strongest, lang, audience) for e in ordered)


def _reason(
    portrait: Portrait, evidence: Evidence, strongest: float, lang: Lang, audience: Audience
) -> Reason:
    finding = portrait.finding
    hidden = audience == "outside" and tells_few(evidence.value, evidence.unit)
    sentence = (
        word("few_clients", lang) if hidden else shielded(evidence.text, finding, lang, audience)
    )
    usual = evidence.baseline
    share = evidence.weight / strongest if strongest > 0 and isfinite(evidence.weight) else 0.0
    return Reason(
        name=say(portrait.name(evidence.code), lang),
        sentence=sentence,
        measured=quantity(evidence.value, evidence.unit, lang, audience),
        usual=UNKNOWN if usual is None else quantity(usual, evidence.unit, lang, audience),
        weight=signed(evidence.weight),
        share=share,
        source=without_addresses(evidence.source, but=subject_address(finding)),
    )


def common_source(finding: Finding) -> str:
    """The source that all evidence shares, told once; empty where sources differ."""
    sources = {evidence.source for evidence in finding.evidence}
    return (
        without_addresses(sources.pop(), but=subject_address(finding)) if len(sources) == 1 else ""
    )


def tells_few(value: float, unit: str) -> bool:
    """Whether a value is a count of clients that stays inside the operator."""
    return unit in PEOPLE and value < FEW


def _facts(portrait: Portrait, lang: Lang, audience: Audience) -> Iterator[Fact]:
    finding, contacts = portrait.finding, portrait.contacts
    yield Fact(name=word("fact_probability", lang), value=probability(finding.score))
    yield Fact(name=word("fact_clients", lang), value=clients(finding.clients, audience))
    yield Fact(name=word("fact_contacts", lang), value=number(len(contacts)))
    if not len(contacts):
        return
    unanswered = 1 - float(contacts.answered.mean())
    yield Fact(name=word("fact_unanswered", lang), value=f"{100 * unanswered:.0f} %")
    yield Fact(name=word("fact_octets", lang), value=octets(contacts.octets))
    for key, ms in (
        ("fact_first", contacts.start_ms.min()),
        ("fact_last", contacts.start_ms.max()),
    ):
        day, _, time = stamp_ms(int(ms)).partition(" ")
        yield Fact(name=word(key, lang), value=time[:5], remark=f"{day} JST")


def _client_lines(
    rows: tuple[ClientRow, ...], finding: Finding, lang: Lang
) -> Iterator[ClientLine]:
    for row in rows:
        yield ClientLine(
            name=client_name(row.number, lang),
            contacts=number(row.contacts),
            first=stamp_ms(row.first_ms),
            last=stamp_ms(row.last_ms),
            octets=octets(row.octets),
            symptoms=tuple(shielded(text, finding, lang) for text in row.symptoms[:8]),
        )


def window_text(window: Window, lang: Lang) -> str:
    """Both ends in both zones, and the length."""
    length = span(window.duration_s, lang)
    return f"{both_zones(window.start.astimezone(JST))} – {both_zones(window.end)}, {length}"


def _method(finding: Finding, lang: Lang) -> Iterator[Fact]:
    detector = finding.detector
    yield Fact(name=word("detector", lang), value=f"{detector.name} {detector.version}")
    if detector.parameters:
        yield Fact(name=word("parameters", lang), value=detector.parameters)
    yield Fact(name=word("window", lang), value=window_text(finding.window, lang))
    yield Fact(name=word("finding_id", lang), value=finding.id)


def repeat_commands(finding: Finding) -> tuple[str, ...]:
    """The commands that lead to this page again."""
    start, end = rfc3339(finding.window.start), rfc3339(finding.window.end)
    address = subject_address(finding)
    return (
        f"noroshi c2 detect --from {start} --to {end} --all",
        f"noroshi c2 explain {address} --html {address.replace(':', '-')}.html",
    )


def write_sheet(portrait: Portrait, lang: Lang, audience: Audience, key: str) -> Sheet:
    """A portrait in the words of one language and one audience.

    Args:
        portrait: What to tell.
        lang: Language.
        audience: Outside, client rows are left out and counts below 3 shown as "<3".
        key: A name that is unique on the page; ids of the pictures start with it.
    """
    finding = portrait.finding
    mended = replace(
        portrait, names=_shielded_names(portrait), background=_background_for(portrait, audience)
    )
    rows = () if audience == "outside" else portrait.clients
    return Sheet(
        subject=subject_text(finding),
        class_name=class_name(finding.label, lang),
        verdict=verdict_sentence(finding, lang),
        because=because_sentence(mended, lang),
        facts=tuple(_facts(portrait, lang, audience)),
        reasons=reasons(mended, lang, audience),
        source=common_source(finding),
        change=shielded(finding.counterfactual, finding, lang, audience),
        waterfall=draw_waterfall(mended, lang, f"{key}-waterfall"),
        pictures=(
            draw_strip(mended, lang, audience, f"{key}-strip"),
            draw_intervals(portrait.intervals, lang, f"{key}-gaps"),
            draw_background(mended, lang, audience, f"{key}-background"),
        ),
        clients=tuple(_client_lines(rows[:MAX_CLIENT_ROWS], finding, lang)),
        clients_left_out=max(len(rows) - MAX_CLIENT_ROWS, 0),
        method=tuple(_method(finding, lang)),
        commands=repeat_commands(finding),
    )


def _shielded_names(portrait: Portrait) -> dict[str, Text]:
    """Short names of every code in use, without addresses."""
    finding = portrait.finding
    codes = {e.code for e in finding.evidence} | {c.code for c in portrait.background}
    return {
        code: Text(
            ja=shielded(portrait.name(code), finding, "ja") or "?",
            en=shielded(portrait.name(code), finding, "en") or "?",
        )
        for code in codes
    }


def _background_for(portrait: Portrait, audience: Audience) -> tuple[Comparison, ...]:
    """Comparisons as the audience may see them: outside, small counts share one place."""
    if audience == "inside":
        return portrait.background
    return tuple(_blurred(row) for row in portrait.background)


def _blurred(row: Comparison) -> Comparison:
    if row.unit not in PEOPLE:
        return row
    p5, p25, p50, p75, p95, p99 = (max(value, FEW - 1) for value in row.quantiles)
    return replace(row, value=max(row.value, FEW - 1), quantiles=(p5, p25, p50, p75, p95, p99))
