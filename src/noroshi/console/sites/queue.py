"""Queue: cases by what is to be done with them. The filter is the address, and CSV and JSON have the same."""

import csv
from io import StringIO

from litestar import Response, get

from noroshi.console.hub import Hub
from noroshi.console.pages.render import Asked, AtHub, render
from noroshi.console.pages.wanted import whole
from noroshi.console.permit import permit
from noroshi.console.sites.asked import AskedCases
from noroshi.console.sites.words import CHANNELS, VIEWS
from noroshi.jobs.sites.results import defanged
from noroshi.spine.model import Right, Text, label_text, rfc3339
from noroshi.spine.model.site_proposal import ProposalState, SiteBatch
from noroshi.spine.store.site_cases import CaseView, SiteCase, SiteCases
from noroshi.spine.store.site_proposals import SiteProposals

PAGE = 50
LAST = 1_000_000
MOST_ROWS = 10_000
"""Cases of a twin."""

FACETS = ("label", "brand", "channel")
MOST_VALUES = 12
"""Values of a facet that the page offers, the most frequent first."""

REFRESH_S = 15
"""Seconds after which a page with script asks for what is new."""

COLUMNS = (
    "id", "url", "host", "state", "channel", "reports", "triage", "first_at", "last_at", "danger",
    "label", "score", "brand", "by", "held_at", "disputed", "waits_for_second_key", "error",
)  # fmt: skip


@get("/sites", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_queue(request: Asked, hub: AtHub) -> Response[str]:
    """A page of cases, the most urgent first."""
    asked = AskedCases.of(request.query_params)
    choice, cases = asked.choice(), SiteCases(hub.store.database)
    skip = whole(request.query_params, "skip", most=LAST)
    found = cases.some(choice, limit=PAGE + 1, skip=skip)
    amounts = cases.views(choice)
    return render(
        request, "sites.html.j2",
        cases=[(one, defanged(one.url)) for one in found[:PAGE]],
        next=asked.query(skip=skip + PAGE) if len(found) > PAGE else "",
        first=asked.query() if skip else "",
        views=[(VIEWS[view], view.value, asked.query(view=view.value), amounts[view]) for view in CaseView],
        view=choice.view.value,
        lead=VIEWS[choice.view],
        facets=_facets(cases, asked),
        asked=asked,
        query=asked.query(),
        beside={name: value for name, value in asked.given().items() if name != "q"},
        refresh_s=REFRESH_S,
        batches=_waiting(hub) if choice.view is CaseView.KEY else [],
    )  # fmt: skip


@get("/sites.json", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def queue_as_json(request: Asked, hub: AtHub) -> list[dict[str, object]]:
    """The same for programs."""
    return [case_row(one) for one in _all(request, hub)]


@get("/sites.csv", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def queue_as_csv(request: Asked, hub: AtHub) -> Response[bytes]:
    """The same for spreadsheets."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for one in _all(request, hub):
        writer.writerow({name: _cell(value) for name, value in case_row(one).items()})
    headers = {
        "Content-Disposition": 'attachment; filename="noroshi-sites.csv"',
        "Cache-Control": "no-store",
    }
    return Response(text.getvalue().encode(), media_type="text/csv", headers=headers)


def case_row(one: SiteCase) -> dict[str, object]:
    """A case for machines."""
    return {
        "id": one.id,
        "url": one.url,
        "host": one.host,
        "state": one.state.value,
        "channel": one.channel.value,
        "reports": one.reports,
        "triage": one.triage,
        "first_at": rfc3339(one.first_at),
        "last_at": rfc3339(one.last_at),
        "danger": one.danger.value if one.danger else None,
        "label": one.label,
        "score": one.score,
        "brand": one.brand,
        "by": one.by,
        "held_at": rfc3339(one.held_at) if one.held_at else None,
        "disputed": one.disputed,
        "waits_for_second_key": bool(one.proposal),
        "error": one.error,
    }


def _waiting(hub: Hub) -> list[SiteBatch]:
    """Verdicts over many pages of which something waits for a second key."""
    found = SiteProposals(hub.store.database).batches()
    return [one for one in found if ProposalState.OPEN in one.states]


def _all(request: Asked, hub: Hub) -> list[SiteCase]:
    choice = AskedCases.of(request.query_params).choice()
    return SiteCases(hub.store.database).some(choice, limit=MOST_ROWS)


def _cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return "" if value is None else value


def _facets(
    cases: SiteCases, asked: AskedCases
) -> list[tuple[str, list[tuple[Text, int, str, bool]]]]:
    """Name of a facet, and its values: words, amount, the address that chooses it, whether it is chosen."""
    counted = cases.facets(asked.choice())
    shown = []
    for name in FACETS:
        chosen = getattr(asked, name)
        values = [
            (
                _told(name, value),
                amount,
                asked.query(**{name: "" if chosen else value}),
                bool(chosen),
            )
            for value, amount in counted[name].most_common(MOST_VALUES)
        ]
        shown.append((name, values))
    return shown


def _told(name: str, value: str) -> Text:
    if name == "label":
        return label_text(value)
    return CHANNELS.get(value) or Text(ja=value, en=value)
