"""Entries: the shared list for people. The filter is the address, and CSV and JSON have the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from litestar import Response, get
from litestar.response import Stream

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.pages.wanted import CONFIDENCES, FACETS, Wanted, whole
from noroshi.console.pages.words import name_of
from noroshi.console.permit import permit
from noroshi.console.reach import Shown, shown_to
from noroshi.relay.share import RENDERERS
from noroshi.relay.share import Edition as ListEdition
from noroshi.spine.model import Edition, Indicator, Right, Standing, Text, label_text
from noroshi.spine.store.lists import Choice, SharedList

PAGE = 50
"""Entries on a page."""

AT_ONCE = 1_000
"""Entries that a twin reads in one transaction."""

LAST = 2**63 - 1

TITLES = {
    "collection": Text(ja="リスト", en="List"),
    "standing": Text(ja="状態", en="Standing"),
    "kind": Text(ja="種別", en="Kind"),
    "label": Text(ja="分類", en="Class"),
    "tlp": Text(ja="共有範囲（TLP）", en="Marking (TLP)"),
    "q": Text(ja="検索", en="Search"),
    "confidence": Text(ja="確度", en="Confidence"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a facet: where choosing it leads, or taking it away."""

    name: Text
    amount: int | None
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One facet with its values, the most frequent first."""

    name: str
    title: Text
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One thing that narrows the list, and the address without it."""

    title: Text
    value: Text
    query: str


@get("/list", opt=permit(Right.READ_LISTS), sync_to_thread=True)
def show_entries(request: Asked, hub: AtHub, caller: By) -> Response[str]:
    """A page of the list, newest first, with facets."""
    asked, shown = Wanted.of(request.query_params), shown_to(hub, caller)
    choice = asked.choice(shown)
    after = whole(request.query_params, "after", most=LAST)
    shared = SharedList(hub.store.database)
    found = shared.entries(choice, limit=PAGE + 1, after=after, newest_first=True)
    return render(
        request, "entries.html.j2",
        entries=found[:PAGE],
        next=asked.query(after=found[PAGE - 1].sequence) if len(found) > PAGE else "",
        first="" if not after else asked.query(),
        facets=_facets(shared, asked, shown),
        chips=_chips(asked),
        total=shared.count(choice),
        asked=asked,
        reason=shown_reason,
        query=asked.query(),
        beside={name: value for name, value in asked.given().items() if name != "q"},
    )  # fmt: skip


@get("/list.csv", opt=permit(Right.READ_LISTS), sync_to_thread=True)
def entries_as_csv(request: Asked, hub: AtHub, caller: By) -> Stream:
    """All entries of the filter, for spreadsheets."""
    return _twin(request, hub, caller, "csv")


@get("/list.jsonl", opt=permit(Right.READ_LISTS), sync_to_thread=True)
def entries_as_jsonl(request: Asked, hub: AtHub, caller: By) -> Stream:
    """All entries of the filter, for programs."""
    return _twin(request, hub, caller, "jsonl")


def _twin(request: Asked, hub: Hub, caller: Caller, form: str) -> Stream:
    choice = Wanted.of(request.query_params).choice(shown_to(hub, caller))
    renderer = RENDERERS[form]
    edition = ListEdition(producer=hub.home.settings.share.producer, at=hub.clock())
    rows = _indicators(SharedList(hub.store.database), choice)
    name = f'attachment; filename="noroshi-list{renderer.suffix}"'
    return Stream(
        renderer.render(rows, edition),
        media_type=renderer.media_type.partition(";")[0],
        headers={"Content-Disposition": name, "Cache-Control": "no-store"},
    )


def _indicators(shared: SharedList, choice: Choice) -> Iterator[Indicator]:
    after = 0
    while page := shared.entries(choice, limit=AT_ONCE, after=after):
        yield from (edition.indicator for edition in page)
        after = page[-1].sequence


def _facets(shared: SharedList, asked: Wanted, reach: Shown) -> list[Facet]:
    """Amounts by facet; a facet that is chosen shows what else there is."""
    counted = shared.facets(asked.choice(reach))
    shown = []
    for name in FACETS:
        amounts = counted[name]
        if getattr(asked, name):
            amounts = shared.facets(asked.without(name).choice(reach))[name]
        values = tuple(_value(asked, name, value, amount) for value, amount in amounts.items())
        shown.append(Facet(name=name, title=TITLES[name], values=values))
    confident = tuple(_confidence(asked, least) for least in CONFIDENCES)
    return [*shown, Facet(name="confidence", title=TITLES["confidence"], values=confident)]


def _value(asked: Wanted, name: str, value: str, amount: int) -> Value:
    chosen = getattr(asked, name) == value
    leads = asked.without(name) if chosen else asked.having(name, value)
    return Value(name=_told(name, value), amount=amount, query=leads.query(), chosen=chosen)


def _confidence(asked: Wanted, least: int) -> Value:
    chosen = asked.confidence == least
    given = {} if chosen else {"confidence": least}
    return Value(
        name=_told("confidence", str(least)), amount=None, chosen=chosen,
        query=asked.without("confidence").query(**given),
    )  # fmt: skip


def _chips(asked: Wanted) -> list[Chip]:
    return [
        Chip(title=TITLES[name], value=_told(name, value), query=asked.without(name).query())
        for name, value in asked.given().items()
    ]


def _told(name: str, value: str) -> Text:
    if name == "label":
        return label_text(value)
    if name == "confidence":
        return Text(ja=f"{value} 以上", en=f"{value} or more")
    return Text(ja=value, en=value) if name == "q" else name_of(value)


def shown_reason(edition: Edition) -> Text:
    """What a row tells: why it stands there, or why it no longer does."""
    reasons = edition.indicator.reasons
    return reasons[0] if reasons and edition.standing is Standing.LIVE else edition.reason
