"""Site cases: reported pages and what is said of them, for an analyst's own programs."""

from typing import Annotated, Literal

import msgspec
from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import JSONBody, PathParameter, QueryParameter

from noroshi.console.api.problem import problem
from noroshi.console.caller import Asking
from noroshi.console.hub import AtHub
from noroshi.console.permit import permit
from noroshi.console.sites.case import VerdictForm, file_row, stepped
from noroshi.console.sites.queue import case_row
from noroshi.jobs.sites.case_file import case_file
from noroshi.jobs.sites.verdicts import LABELS
from noroshi.spine.model import InputError, Right
from noroshi.spine.store.site_cases import CaseChoice, CaseView, SiteCases

MOST = 1_000
SiteId = Annotated[str, PathParameter(description="Id of the case.", max_length=40)]


class VerdictIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step on a verdict. The person is who made the token."""

    verb: Literal["propose", "confirm", "reject", "undo"]
    """Two tokens of one person are one key."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    """Why."""

    label: Annotated[str, msgspec.Meta(max_length=40, examples=[LABELS[0]])] = ""
    """What the page is; for `propose` only."""

    brand: Annotated[str, msgspec.Meta(max_length=100)] = ""
    """Whose name it bears; left out for what held."""

    seen: Annotated[int, msgspec.Meta(ge=0)] | None = None
    """How many verdicts were seen; refused where more came since."""


@get(
    "/site-cases",
    opt=permit(Right.READ_COLLECTION),
    sync_to_thread=True,
    summary="Reported pages by what is to be done",
)
def read_site_cases(
    hub: AtHub,
    view: Annotated[CaseView, QueryParameter(description="What is to be done.")] = CaseView.LOOK,
) -> list[dict[str, object]]:
    """Cases of a view, the most urgent first; at most 1,000."""
    found = SiteCases(hub.store.database).some(CaseChoice(view=view), limit=MOST)
    return [case_row(one) for one in found]


@get(
    "/site-cases/{site_id:str}",
    opt=permit(Right.READ_COLLECTION),
    sync_to_thread=True,
    summary="All that is known of a page",
)
def read_site_case(hub: AtHub, site_id: SiteId) -> dict[str, object]:
    """One case with its looks, verdicts and proposals."""
    file = case_file(hub.home, hub.store, site_id)
    if file is None:
        raise NotFoundException("there is no such case")
    return file_row(file)


@post(
    "/site-cases/{site_id:str}/verdict",
    opt=permit(Right.READ_COLLECTION, Right.REVIEW),
    sync_to_thread=True,
    status_code=200,
    summary="Say what a page is",
)
def add_site_verdict(
    hub: AtHub, caller: Asking, site_id: SiteId, data: JSONBody[VerdictIn]
) -> Response[dict[str, object]]:
    """Propose, confirm, reject or take back a verdict. 409: it cannot be taken now, and why."""
    form = VerdictForm(
        verb=f"propose:{data.label}" if data.verb == "propose" else data.verb,
        reason=data.reason,
        brand=data.brand,
        seen="" if data.seen is None else str(data.seen),
    )
    try:
        done = stepped(hub, caller, site_id, form)
    except InputError as error:
        return problem(409, str(error))
    row: dict[str, object] = {
        "state": done.proposal.state.value,
        "label": done.proposal.label,
        "act": done.proposal.act.value,
        "keys": done.proposal.keys,
        "messages": list(done.messages),
    }
    return Response(row)
