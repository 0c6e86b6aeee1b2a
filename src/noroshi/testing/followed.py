"""Followed devices for tests: cases of two channels and two makers, some of them mended."""

from datetime import timedelta

from noroshi.spine.model import Case, CaseStanding, Subject, SubjectKind
from noroshi.spine.model.line_case import LineCase, LineState
from noroshi.spine.store import Store
from noroshi.spine.store.line_cases import LineCases
from noroshi.testing.lines import BY, DRAWN, OPERATOR

FOLLOWED = {"letter": 12, "none": 12}
"""Devices by channel. Of those told by letter most are mended, of the others few."""

_MENDED = {"letter": 10, "none": 2}


def open_followed(store: Store, operator_id: str = OPERATOR) -> None:
    """Put the cases into a state whose operator is there."""
    pairs = [
        _pair(operator_id, channel, number)
        for channel, count in FOLLOWED.items()
        for number in range(count)
    ]
    cases = LineCases(store.database)
    made = cases.open(pairs, by=BY)
    cases.keep([(one, None) for one in made])


def _pair(operator_id: str, channel: str, number: int) -> tuple[Case, LineCase]:
    name = f"{channel}-{number}"
    mended = DRAWN + timedelta(days=2 + number) if number < _MENDED[channel] else None
    case = Case(
        id=name, number=0, title=name, kind="weak-device",
        subject=Subject(SubjectKind.DEVICE, name), operator_id=operator_id,
        standing=CaseStanding.OPEN, opened_at=DRAWN,
    )  # fmt: skip
    return case, LineCase(
        case_id=name, tracking=name, operator_id=operator_id, line=name, sealed=b"",
        device=f"print-{name}", vendor="Example" if number % 2 else "Other", product="Router 1",
        trouble="vulnerable", severity="high", exposures=(), arm=channel, channel=channel,
        state=LineState.FIXED if mended else LineState.NOTIFIED, drawn_at=DRAWN,
        notified_at=None if channel == "none" else DRAWN, seen_at=DRAWN + timedelta(days=30),
        fixed_at=mended,
    )  # fmt: skip
