"""Site batches: one verdict over all pages of a campaign, for an analyst's own programs."""

from collections.abc import Callable
from typing import Annotated, Literal

import msgspec
from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import JSONBody, PathParameter, QueryParameter

from noroshi.console.api.problem import problem
from noroshi.console.caller import Asking
from noroshi.console.hub import AtHub, Hub
from noroshi.console.permit import permit
from noroshi.console.sites.batches import campaign_desk
from noroshi.jobs.sites.campaign_verdicts import CampaignDesk, Preview, Swept
from noroshi.jobs.sites.campaigning import campaign_map
from noroshi.jobs.sites.verdicts import LABELS, Said, VerdictDesk
from noroshi.spine.model import InputError, Right, rfc3339
from noroshi.spine.model.site_proposal import SiteBatch, SiteProposal
from noroshi.spine.store.site_proposals import SiteProposals

MOST = 50
BatchId = Annotated[
    str, PathParameter(description="Id of the verdict over many pages.", max_length=40)
]
PageId = Annotated[str, PathParameter(description="Id of any page of the campaign.", max_length=40)]
Label = Annotated[
    str,
    QueryParameter(
        description="What its pages would be called; left out: what most are called now.",
        max_length=40,
    ),
]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class BatchIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One verdict for all pages of a campaign. The person is who made the token."""

    label: Annotated[str, msgspec.Meta(max_length=40, examples=[LABELS[0]])]
    """What its pages are."""

    reason: Reason
    """Why."""

    seen: Annotated[str, msgspec.Meta(max_length=40)] = ""
    """`seen` of the preview that was looked at; refused where the campaign has changed since."""

    brand: Annotated[str, msgspec.Meta(max_length=100)] = ""
    """Whose name they bear; left out for what held on each."""


class BatchStepIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step on a verdict over many pages."""

    verb: Literal["confirm", "reject", "undo"]
    """Two tokens of one person are one key."""

    reason: Reason
    """Why."""


@get(
    "/site-batches",
    opt=permit(Right.READ_COLLECTION),
    sync_to_thread=True,
    summary="Verdicts over many pages",
)
def read_site_batches(hub: AtHub) -> list[dict[str, object]]:
    """The newest verdicts over campaigns; at most 50."""
    return [_batch_row(one) for one in SiteProposals(hub.store.database).batches(limit=MOST)]


@get(
    "/site-batches/{batch:str}",
    opt=permit(Right.READ_COLLECTION),
    sync_to_thread=True,
    summary="One verdict over many pages",
)
def read_site_batch(hub: AtHub, batch: BatchId) -> dict[str, object]:
    """What became of it on each page."""
    found = SiteProposals(hub.store.database).of_batch(batch)
    if not found:
        raise NotFoundException("there is no such verdict over many pages")
    return {"batch": batch, "pages": [_page_row(one) for one in found]}


@get(
    "/site-campaigns/{site_id:str}/verdict",
    opt=permit(Right.READ_COLLECTION),
    sync_to_thread=True,
    summary="What one verdict over a campaign would be about",
)
def preview_site_batch(
    hub: AtHub,
    caller: Asking,
    site_id: PageId,
    label: Label = "",
) -> Response[dict[str, object]]:
    """Pages that it would be about, and those that it leaves out, each with why."""
    _refuse_unknown(hub, site_id)
    desk = VerdictDesk(home=hub.home, store=hub.store, by=caller.by, clock=hub.clock)
    try:
        return Response(_preview_row(CampaignDesk(desk).preview(site_id, label)))
    except InputError as error:
        return problem(409, str(error))


@post(
    "/site-campaigns/{site_id:str}/verdict",
    opt=permit(Right.READ_COLLECTION, Right.REVIEW),
    sync_to_thread=True,
    status_code=200,
    summary="Propose one verdict over a campaign",
)
def add_site_batch(
    hub: AtHub, caller: Asking, site_id: PageId, data: JSONBody[BatchIn]
) -> Response[dict[str, object]]:
    """Propose it on every page that the preview does not leave out. 409: it cannot be proposed now, and why."""
    _refuse_unknown(hub, site_id)
    said = Said(label=data.label, reason=data.reason, brand=data.brand.strip())
    desk = campaign_desk(hub, caller)
    return _stepped(lambda: desk.propose(site_id, said, seen=data.seen))


@post(
    "/site-batches/{batch:str}",
    opt=permit(Right.READ_COLLECTION, Right.REVIEW),
    sync_to_thread=True,
    status_code=200,
    summary="Confirm, reject or take back a verdict over many pages",
)
def step_site_batch(
    hub: AtHub, caller: Asking, batch: BatchId, data: JSONBody[BatchStepIn]
) -> Response[dict[str, object]]:
    """Take the step on every page where it can be taken.

    To take back makes a batch of its own, with its own keys. 409: it can be taken on no page, and why.
    """
    if not SiteProposals(hub.store.database).of_batch(batch):
        raise NotFoundException("there is no such verdict over many pages")
    desk = campaign_desk(hub, caller)
    steps: dict[str, Callable[[], Swept]] = {
        "confirm": lambda: desk.confirm(batch, data.reason),
        "reject": lambda: desk.reject(batch, data.reason),
        "undo": lambda: desk.undo(batch, data.reason),
    }
    return _stepped(steps[data.verb])


def _refuse_unknown(hub: Hub, site_id: str) -> None:
    if campaign_map(hub.store.database).of(site_id) is None:
        raise NotFoundException("there is no such campaign")


def _stepped(step: Callable[[], Swept]) -> Response[dict[str, object]]:
    try:
        swept = step()
    except InputError as error:
        return problem(409, str(error))
    row: dict[str, object] = {
        "batch": swept.batch,
        "pages": [_page_row(one) for one in swept.done],
        "refused": [{"page": page, "reason": why} for page, why in swept.refused],
        "messages": list(swept.messages),
    }
    return Response(row)


def _batch_row(one: SiteBatch) -> dict[str, object]:
    return {
        "batch": one.id,
        "label": one.label,
        "undo": one.undo,
        "by": one.by,
        "at": rfc3339(one.at),
        "reason": one.reason,
        "pages": one.pages,
        "states": {state.value: count for state, count in one.states.items()},
    }


def _page_row(one: SiteProposal) -> dict[str, object]:
    return {
        "page": one.url_id,
        "url": one.url,
        "label": one.label,
        "act": one.act.value,
        "keys": one.keys,
        "undo": one.undo,
        "state": one.state.value,
        "by": one.by,
        "at": rfc3339(one.at),
        "reason": one.reason,
        "closed_by": one.closed_by,
        "closed_at": rfc3339(one.closed_at) if one.closed_at else None,
        "closed_reason": one.closed_reason,
    }


def _preview_row(one: Preview) -> dict[str, object]:
    return {
        "campaign": one.campaign.id,
        "label": one.label,
        "seen": one.seen,
        "pages": [
            {
                "page": member.page.url_id,
                "url": member.page.url,
                "label": member.page.label,
                "left": member.left.value if member.left else None,
                "why": member.why,
            }
            for member in one.members
        ],
    }
