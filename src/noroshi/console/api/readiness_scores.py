"""Readiness scores: a member declares its score of its own accord; the hub shows only groups of them."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Response, post
from litestar.exceptions import ValidationException
from litestar.params import JSONBody

from noroshi.console.caller import Asking
from noroshi.console.hub import AtHub
from noroshi.console.permit import permit
from noroshi.console.reach import reach_of
from noroshi.jobs.readiness.declaring import take_score, technology_names
from noroshi.spine.model import Right

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class ScoreIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `noroshi readiness score --show` prints: scores as 0 to 1, and nothing of single items."""

    scored_at: Annotated[datetime, msgspec.Meta(tz=True)]
    """When it was counted."""

    edition: Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern="^[0-9a-f]+$")]
    """Edition of the items it was counted by."""

    follows: bool
    """Whether every Must item that applies is met."""

    score: Share | None
    """Over all technologies; null where too little is known."""

    coverage: Share
    """Share of the weight that is known."""

    technologies: Annotated[dict[str, Share | None], msgspec.Meta(max_length=20)]
    """By technology."""


class ScoreTaken(msgspec.Struct, frozen=True, kw_only=True):
    """The number of the declaration."""

    id: str


@post(
    "/readiness-scores",
    opt=permit(Right.CONTRIBUTE),
    sync_to_thread=True,
    status_code=201,
    summary="Declare your readiness score",
)
def add_readiness_score(
    hub: AtHub, caller: Asking, data: JSONBody[ScoreIn]
) -> Response[ScoreTaken]:
    """Your operator's score takes the place of the one before. Others see groups of three or more only."""
    operator_id = reach_of(hub, caller).operator.id
    names = technology_names()
    unknown = sorted(set(data.technologies) - names)
    if unknown:
        raise ValidationException(
            f"there is no technology {unknown[0][:40]!r}; there are {', '.join(sorted(names))}"
        )
    if data.scored_at > hub.clock():
        raise ValidationException("scored_at lies in the future; check your clock")
    made = take_score(hub.store, operator_id, msgspec.structs.asdict(data), received_at=hub.clock())
    return Response(ScoreTaken(id=made), status_code=201)
