"""Site reports: a member's program tells of web pages, and asks later what became of them."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import JSONBody, PathParameter

from noroshi.console.api.problem import problem
from noroshi.console.caller import Asking
from noroshi.console.hub import AtHub
from noroshi.console.permit import permit
from noroshi.console.reach import reach_of
from noroshi.jobs.sites.intake import Said, site_intake
from noroshi.jobs.sites.results import ADVICE, Result, result_of_receipt
from noroshi.spine.model import InputError, Right, SourceError
from noroshi.spine.model.site_report import Channel

MOST_URLS = 200
Url = Annotated[str, msgspec.Meta(min_length=4, max_length=8_000)]


class SiteReportIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One report. Leave names of people out; what tells a victim in URLs and words is masked."""

    urls: Annotated[
        list[Url],
        msgspec.Meta(max_length=MOST_URLS, examples=[["hxxps://login[.]bank[.]example/"]]),
    ] = []
    """Web addresses, disarmed or not."""

    text: Annotated[str, msgspec.Meta(max_length=20_000)] = ""
    """Words; web addresses in them are taken too."""

    id: Annotated[str, msgspec.Meta(max_length=200)] = ""
    """Your own name for the report. Sent again, it gives the same receipt and counts once."""


class ReceiptOut(msgspec.Struct, frozen=True, kw_only=True):
    """What to ask for the result with."""

    receipt: str
    urls: list[str]
    refused: dict[str, int]


class UrlOut(msgspec.Struct, frozen=True, kw_only=True):
    """One address and what is told of it."""

    url: str
    result: Result
    advice: dict[str, str]
    reasons: list[dict[str, str]]


class ResultOut(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a report."""

    receipt: str
    urls: list[UrlOut]


@post(
    "/site-reports",
    opt=permit(Right.REPORT_SITES),
    sync_to_thread=True,
    status_code=201,
    summary="Report web sites",
)
def add_site_report(
    hub: AtHub, caller: Asking, data: JSONBody[SiteReportIn]
) -> Response[ReceiptOut] | Response[dict[str, object]]:
    """Kept when this answers: the addresses wait for a visit. 503: too many wait, nothing was kept."""
    operator_id = reach_of(hub, caller).operator.id
    intake = site_intake(hub.home.settings, hub.store.database, hub.clock, hub.home.path)
    said = Said(
        channel=Channel.API, source=f"operator:{operator_id}", urls=data.urls, text=data.text,
        keep_words=True, origin=data.id,
    )  # fmt: skip
    made = intake.report(said, hub.clock())
    refused = dict(intake.refused)
    if not made.urls:
        return problem(422, "no web address in it can be read. Nothing was kept", refused=refused)
    try:
        taken = intake.keep([made])
    except SourceError:
        detail = "too many addresses wait for a visit; nothing was kept. Send it again later"
        return problem(503, detail, headers={"Retry-After": "600"})
    urls = [one.url for one in made.urls]
    return Response(
        ReceiptOut(receipt=taken.receipts[0], urls=urls, refused=refused), status_code=201
    )


@get(
    "/site-reports/{receipt:str}",
    opt=permit(Right.REPORT_SITES),
    sync_to_thread=True,
    summary="What became of a report",
)
def read_site_report(
    hub: AtHub,
    receipt: Annotated[str, PathParameter(description="Its receipt number.", max_length=40)],
) -> ResultOut:
    """Each address with what is told of it; `waiting` until there is a result."""
    try:
        found = result_of_receipt(hub.store.database, receipt)
    except InputError as error:
        raise NotFoundException(str(error)) from error
    if found is None:
        raise NotFoundException("there is no report of this number")
    return ResultOut(
        receipt=found.receipt,
        urls=[
            UrlOut(
                url=one.url,
                result=one.result,
                advice=ADVICE[one.result].as_dict(),
                reasons=[text.as_dict() for text in one.verdict.reasons] if one.verdict else [],
            )
            for one in found.urls
        ],
    )
