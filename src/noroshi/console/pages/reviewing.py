"""Reviewing: the queue of what waits for a person, decided one by one or many at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException
from litestar.params import Body

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.pages.language import language_of
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.pages.wanted import each_of
from noroshi.console.permit import permit
from noroshi.jobs.decide.reviewing import (
    Queued,
    Reviewed,
    note_reviewed,
    review,
    review_queue,
    undo,
)
from noroshi.jobs.decide.weighing import said_of
from noroshi.relay.explain.sheet import shielded
from noroshi.spine.model import Decision, Evidence, Finding, Language, Right, Text, Verdict

MOST = 200
"""Findings that the page shows; those with the highest scores come first."""

MOST_ROWS = 10_000
"""Findings of the machine output."""

MOST_LATELY = 10
"""Decisions of people that can be taken back from the page."""

FORM_OCTETS = 262_144

OUTCOMES = ("taken", "stale", "refused")

VERBS = {
    "share": Text(ja="採用", en="Approve"),
    "hold": Text(ja="保留", en="Hold"),
    "drop": Text(ja="不採用", en="Drop"),
}
"""What a person can decide, in the order of the buttons."""

DEFAULT_REASON = Text(ja="画面で根拠を確認した。", en="Looked at the evidence in the console.")


@dataclass
class ReviewForm:
    """What a person decides.

    Attributes:
        verb: `share`, `hold`, `drop` or `undo` for all that is ticked; or, from the buttons of one
            row, the same with a colon and the id.
        ids: What is ticked.
        seen: Each finding's place of the last decision that the page showed, `ID:PLACE`.
        reason: Why.
    """

    verb: str = ""
    ids: list[str] | str = field(default_factory=list)
    seen: list[str] | str = field(default_factory=list)
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """A decision of a person, and what it was about."""

    decision: Decision
    finding: Finding


@get("/review", opt=permit(Right.REVIEW), sync_to_thread=True)
def show_review(request: Asked, hub: AtHub) -> Response[str]:
    """The queue, suspended entries, and what people decided lately."""
    waiting = review_queue(hub.home, hub.store, hub.clock())
    return render(
        request, "review.html.j2",
        findings=waiting.findings[:MOST],
        more=max(len(waiting.findings) - MOST, 0),
        suspended=waiting.suspended[:MOST],
        untold=waiting.untold,
        lately=_lately(hub),
        verbs=VERBS,
        reason=DEFAULT_REASON,
        said_of=partial(said_of, hub.store),
        told=partial(_told, language_of(request)),
        outcomes={name: request.query_params.get(name, "") for name in OUTCOMES},
        messages=request.query_params.getall("message", [])[:5],
    )  # fmt: skip


@get("/review.json", opt=permit(Right.REVIEW), sync_to_thread=True)
def review_as_json(hub: AtHub) -> list[dict[str, object]]:
    """The findings of the queue for programs."""
    waiting = review_queue(hub.home, hub.store, hub.clock())
    return [_row(hub, each) for each in waiting.findings[:MOST_ROWS]]


@post("/review", opt=permit(Right.REVIEW), sync_to_thread=True, request_max_body_size=FORM_OCTETS)
def decide(
    hub: AtHub,
    caller: By,
    data: Annotated[ReviewForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[None]:
    """Decide, write it into the audit, and show the queue again."""
    verb, _, one = data.verb.partition(":")
    ids = [one] if one else each_of(data.ids)
    if verb not in {*VERBS, "undo"}:
        raise ClientException("choose to approve, hold, drop or undo")
    done = _decided(hub, caller, verb, ids, data)
    note_reviewed(hub.home, done, by=caller.by, verb=verb, reason=data.reason, at=hub.clock())
    counted = Counter(each.outcome for each in done)
    query = [(name, str(counted[name])) for name in OUTCOMES if counted[name]]
    query += [("message", each.message[:200]) for each in done if each.message][:5]
    return Response(None, status_code=303, headers={"Location": f"/review?{urlencode(query)}"})


def _decided(
    hub: Hub, caller: Caller, verb: str, ids: Sequence[str], data: ReviewForm
) -> list[Reviewed]:
    seen, now = _seen(each_of(data.seen)), hub.clock()
    if verb == "undo":
        return undo(hub.home, hub.store, ids, by=caller.by, at=now, seen=seen)
    return review(
        hub.home, hub.store, ids, Verdict(verb),
        by=caller.by, reason=data.reason, at=now, seen=seen,
    )  # fmt: skip


def _seen(told: Sequence[str]) -> Mapping[str, int]:
    pairs = (each.rpartition(":") for each in told)
    return {name: int(place) for name, _, place in pairs if place.isascii() and place.isdigit()}


def _told(language: Language, evidence: Evidence, finding: Finding) -> str:
    """A reason without any address but the server's, and without small counts."""
    return shielded(evidence.text, finding, language, "outside")


def _lately(hub: Hub) -> list[Lately]:
    taken = [d for d in hub.store.decisions() if d.by.startswith("user:")][-MOST_LATELY:]
    found = ((decision, hub.store.finding(decision.finding_id)) for decision in reversed(taken))
    return [Lately(decision=d, finding=finding) for d, finding in found if finding is not None]


def _row(hub: Hub, queued: Queued) -> dict[str, object]:
    waiting = queued.waiting
    return {
        "finding": waiting.finding.id,
        "subject": waiting.finding.subject.as_dict(),
        "score": waiting.finding.score,
        "class": waiting.finding.label,
        "reason": waiting.reason.as_dict(),
        "approved_by": list(waiting.approved_by),
        "approvals": waiting.approvals,
        "position": queued.position,
        "contributions": [one.as_dict() for one in said_of(hub.store, waiting.finding)],
    }
