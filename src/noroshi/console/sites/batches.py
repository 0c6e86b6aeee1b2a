"""Batches: one verdict over many pages, and what became of it on each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import Body, FromPath

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.console.sites import words
from noroshi.console.sites.case import DEFAULT_REASON, FORM_OCTETS, person_of
from noroshi.jobs.sites.campaign_verdicts import CampaignDesk, Swept
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.verdicts import VerdictDesk
from noroshi.spine.model import InputError, Right
from noroshi.spine.model.site_proposal import ProposalState
from noroshi.spine.store.site_proposals import SiteProposals

VERBS = ("confirm", "reject", "undo")
MOST_TOLD = 5


@dataclass
class BatchForm:
    """What a person says of a whole batch.

    Attributes:
        verb: `confirm`, `reject` or `undo`.
        reason: Why.
    """

    verb: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a page says of the step before it.

    Attributes:
        messages: What could not be done, and why.
        done: State that the step led to; empty for none.
        refused: Pages on which it could not be taken.
    """

    messages: tuple[str, ...]
    done: str
    refused: int


@get("/sites/batches/{batch:str}", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_batch(request: Asked, hub: AtHub, caller: By, batch: FromPath[str]) -> Response[str]:
    """One batch with every page of it."""
    proposals = SiteProposals(hub.store.database).of_batch(batch)
    if not proposals:
        raise NotFoundException("there is no such verdict over many pages")
    states = [one.state for one in proposals]
    return render(
        request, "site_batch.html.j2",
        batch=batch,
        first=proposals[0],
        proposals=proposals,
        waits=ProposalState.OPEN in states,
        stands=ProposalState.HELD in states and not proposals[0].undo,
        counts=[(state, states.count(state)) for state in ProposalState if state in states],
        decides=caller.may(Right.REVIEW),
        own=proposals[0].by == caller.by,
        reason=DEFAULT_REASON,
        defanged=defanged,
        told=told_of(request),
        w=words,
    )  # fmt: skip


@post(
    "/sites/batches/{batch:str}",
    opt=permit(Right.READ_COLLECTION, Right.REVIEW),
    sync_to_thread=True,
    request_max_body_size=FORM_OCTETS,
)
def work_batch(
    hub: AtHub,
    caller: By,
    batch: FromPath[str],
    data: Annotated[BatchForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[None]:
    """Confirm, reject or take back a batch, and show what became of it."""
    desk = campaign_desk(hub, caller)
    steps: dict[str, Callable[[], Swept]] = {
        "confirm": lambda: desk.confirm(batch, data.reason),
        "reject": lambda: desk.reject(batch, data.reason),
        "undo": lambda: desk.undo(batch, data.reason),
    }
    if data.verb not in steps:
        raise ClientException(f"a verdict over many pages takes one of: {', '.join(VERBS)}")
    if not SiteProposals(hub.store.database).of_batch(batch):
        raise NotFoundException("there is no such verdict over many pages")
    return then_shown(steps[data.verb], f"/sites/batches/{batch}")


def campaign_desk(hub: Hub, caller: Caller) -> CampaignDesk:
    """Where the person who asks works.

    Raises:
        ClientException: There is no such person any more.
    """
    by = person_of(hub, caller)
    return CampaignDesk(VerdictDesk(home=hub.home, store=hub.store, by=by, clock=hub.clock))


def then_shown(step: Callable[[], Swept], here: str) -> Response[None]:
    """Take a step and show its batch; where it cannot be taken, say so on the page where one is."""
    try:
        swept = step()
    except InputError as error:
        place, told = here, [("message", str(error)[:300])]
    else:
        place = f"/sites/batches/{swept.batch}"
        states = [one.state for one in swept.done]
        told = [("done", "open" if ProposalState.OPEN in states else states[0].value)]
        refused = [why for _, why in swept.refused]
        told += [("message", why[:300]) for why in dict.fromkeys((*refused, *swept.messages))]
        told = told[: MOST_TOLD + 1]
        told += [("refused", str(len(refused)))] if refused else []
    mark = "&" if "?" in place else "?"
    return Response(None, status_code=303, headers={"Location": f"{place}{mark}{urlencode(told)}"})


def told_of(request: Asked) -> Told:
    """What a step before told, from the address."""
    refused = request.query_params.get("refused", "")
    return Told(
        messages=tuple(request.query_params.getall("message", [])[:MOST_TOLD]),
        done=request.query_params.get("done", ""),
        refused=int(refused) if refused.isascii() and refused.isdigit() else 0,
    )
