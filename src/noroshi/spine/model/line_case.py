"""Line case: one weak device on one subscriber's line, at its operator, from notice to repair."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from noroshi.spine.model.errors import InputError


class LineState(StrEnum):
    """How far a device is."""

    DRAWN = "drawn"  # matched and given an arm; nobody was told
    NOTIFIED = "notified"  # a notice left
    REACHED = "reached"  # somebody on the line answered
    FIXED = "fixed"  # seen mended
    MOVED = "moved"  # the device answers on another line
    UNREACHABLE = "unreachable"  # the notice cannot arrive, or the line has ended
    REFUSED = "refused"  # the subscriber wants nothing done


OPEN_STATES = (LineState.DRAWN, LineState.NOTIFIED, LineState.REACHED)
"""Those that are looked at again."""

_ENDS = {LineState.FIXED, LineState.MOVED, LineState.UNREACHABLE, LineState.REFUSED}
STATES_AFTER: dict[LineState, frozenset[LineState]] = {
    LineState.DRAWN: frozenset({LineState.NOTIFIED, LineState.FIXED, LineState.MOVED, LineState.UNREACHABLE}),
    LineState.NOTIFIED: frozenset(_ENDS | {LineState.NOTIFIED, LineState.REACHED}),
    LineState.REACHED: frozenset(_ENDS | {LineState.NOTIFIED}),
    LineState.FIXED: frozenset({LineState.NOTIFIED}),  # weak once more
    LineState.MOVED: frozenset(),
    LineState.UNREACHABLE: frozenset({LineState.NOTIFIED, LineState.REACHED, LineState.FIXED}),
    LineState.REFUSED: frozenset({LineState.REACHED, LineState.FIXED}),
}  # fmt: skip
"""What may become of each."""


class LimitVerb(StrEnum):
    """What happens to a wish to limit a line's service."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCase:
    """One device on one line.

    Attributes:
        case_id: Of the case that it belongs to.
        number: What people call the case; 0 until it is kept.
        tracking: What the subscriber reads to the support desk; with check digits.
        operator_id: Whose line it is.
        line: Keyed hash of the operator's name for the line.
        sealed: That name, encrypted with a key that stays at the operator.
        device: What tells the device from others on the line.
        vendor: Its maker; empty where unknown.
        product: Its model; empty where unknown.
        trouble: The worst that is wrong.
        severity: How soon somebody should act.
        exposures: What was found: address, port, transport, protocol, trouble and time of each.
        arm: Arm of the trial, drawn before anybody was told.
        channel: By which the arm is told; `none` in a control arm.
        state: How far it is.
        drawn_at: When it became a case.
        notified_at: When the first notice left.
        reached_at: When somebody on the line answered.
        seen_at: When it was last seen weak.
        fixed_at: When it was seen mended.
        missed: Looks in a row in which nothing was seen of it.
        missed_at: The first of these.
        next_at: When to look again; null for no more.
        looks: How many looks of the schedule are over.
    """

    case_id: str
    number: int = 0
    tracking: str
    operator_id: str
    line: str
    sealed: bytes
    device: str
    vendor: str
    product: str
    trouble: str
    severity: str
    exposures: tuple[dict[str, str], ...]
    arm: str
    channel: str
    state: LineState = LineState.DRAWN
    drawn_at: datetime
    notified_at: datetime | None = None
    reached_at: datetime | None = None
    seen_at: datetime
    fixed_at: datetime | None = None
    missed: int = 0
    missed_at: datetime | None = None
    next_at: datetime | None = None
    looks: int = 0

    @property
    def began_at(self) -> datetime:
        """From when days are counted: the notice, or in a control arm the draw."""
        return self.notified_at or self.drawn_at


@dataclass(frozen=True, slots=True, kw_only=True)
class LineNotice:
    """One notice that was made.

    Attributes:
        case_id: Of which case.
        at: When.
        by: Who made it.
        channel: Letter, mail, text message, walled garden or telephone.
        language: In which it speaks.
        sha256: Of the document, which itself is not kept.
    """

    case_id: str
    at: datetime
    by: str
    channel: str
    language: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLimit:
    """One step of a wish to limit the service of a line.

    Attributes:
        case_id: Of which case.
        at: When.
        by: Who.
        verb: What.
        reason: Why.
    """

    case_id: str
    at: datetime
    by: str
    verb: LimitVerb
    reason: str


def check_step(state: LineState, to: LineState) -> None:
    """Refuse what cannot become of a device.

    Raises:
        InputError: It cannot.
    """
    if to not in STATES_AFTER[state]:
        possible = ", ".join(sorted(STATES_AFTER[state])) or "nothing"
        raise InputError(f"a device that is {state} cannot become {to}; possible: {possible}")


def check_limit(steps: tuple[LineLimit, ...], step: LineLimit) -> None:
    """Refuse a step of a limit that is out of turn, or an approval by the one who asked.

    Raises:
        InputError: It is so.
    """
    last = steps[-1] if steps else None
    waits = last is not None and last.verb is LimitVerb.ASKED
    on = last is not None and last.verb is LimitVerb.APPROVED
    match step.verb:
        case LimitVerb.ASKED if waits or on:
            raise InputError("the line is limited already, or that waits for a second person")
        case LimitVerb.APPROVED | LimitVerb.DECLINED if not waits:
            raise InputError("nobody asked for a limit that waits for an answer")
        case LimitVerb.APPROVED if last is not None and last.by == step.by:
            raise InputError(f"{step.by} asked for it; another person must approve")
        case LimitVerb.LIFTED if not on:
            raise InputError("the line is not limited")
        case _:
            return


def is_limited(steps: tuple[LineLimit, ...]) -> bool:
    """Whether two persons agreed to the limit, and nobody lifted it since."""
    return bool(steps) and steps[-1].verb is LimitVerb.APPROVED
