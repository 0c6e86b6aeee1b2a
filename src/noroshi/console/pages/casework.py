"""Cases: work for operators; each operator sees and works on its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import Body, FromPath

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.pages.wanted import whole
from noroshi.console.permit import permit
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.notify.casework import Casework
from noroshi.relay.explain.quantity import JST
from noroshi.spine.model import Case, CaseStanding, Outcome, Right, rfc3339
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.cases import CaseChoice, Cases
from noroshi.spine.store.lists import SharedList

PAGE = 50
LAST = 2**53
FORM_OCTETS = 65_536


@dataclass
class StepForm:
    """What somebody does in a case.

    Attributes:
        verb: `comment`, `take`, `due`, `close` or `reopen`.
        text: What is said with it.
        due: A day in Japan, `2026-01-31`; empty for none.
        outcome: How it ended.
    """

    verb: str = ""
    text: str = ""
    due: str = ""
    outcome: str = ""


@get("/cases", opt=permit(Right.READ_CASES), sync_to_thread=True)
def show_cases(request: Asked, hub: AtHub, caller: By) -> Response[str]:
    """Cases that the caller may see, newest first."""
    standing = _standing(request.query_params.get("standing", ""))
    below = whole(request.query_params, "below", most=LAST)
    cases = Cases(hub.store.database)
    found = cases.some(_choice(caller, standing), limit=PAGE + 1, below=below or None)
    return render(
        request, "cases.html.j2",
        cases=found[:PAGE],
        next=found[PAGE - 1].number if len(found) > PAGE else 0,
        standing=standing,
        amounts={each: cases.count(_choice(caller, each)) for each in CaseStanding},
        now=hub.clock(),
    )  # fmt: skip


@get("/cases.json", opt=permit(Right.READ_CASES), sync_to_thread=True)
def cases_as_json(request: Asked, hub: AtHub, caller: By) -> list[dict[str, object]]:
    """The same for programs."""
    standing = _standing(request.query_params.get("standing", ""))
    below = whole(request.query_params, "below", most=LAST)
    found = Cases(hub.store.database).some(
        _choice(caller, standing), limit=PAGE, below=below or None
    )
    return [_row(case) for case in found]


@get("/cases/{number:int}", opt=permit(Right.READ_CASES), sync_to_thread=True)
def show_case(request: Asked, hub: AtHub, caller: By, number: FromPath[int]) -> Response[str]:
    """One case and all that happened in it."""
    case = _case(hub, caller, number)
    worker = Accounts(hub.store.database).get(case.account_id) if case.account_id else None
    listed = case.indicator_id and SharedList(hub.store.database).latest(case.indicator_id)
    return render(
        request, "case.html.j2",
        case=case,
        events=Cases(hub.store.database).events(case.id),
        worker=worker.name if worker else "",
        listed=bool(listed),
        works=caller.may(Right.WORK_CASES),
        closed=case.standing is CaseStanding.CLOSED,
        overdue=case.is_overdue(hub.clock()),
        outcomes=list(Outcome),
    )  # fmt: skip


@post(
    "/cases/{number:int}",
    opt=permit(Right.READ_CASES, Right.WORK_CASES),
    sync_to_thread=True,
    request_max_body_size=FORM_OCTETS,
)
def work_case(
    hub: AtHub,
    caller: By,
    number: FromPath[int],
    data: Annotated[StepForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[None]:
    """Let one thing happen in a case, and show it again."""
    case = _case(hub, caller, number)
    work = Casework(hub.store, hub.home.settings, by=caller.by)
    steps: dict[str, Callable[[], Case]] = {
        "comment": lambda: work.comment(case.number, data.text, at=hub.clock()),
        "take": lambda: work.assign(case.number, _name(caller), at=hub.clock()),
        "due": lambda: work.set_due(case.number, _day(data.due), at=hub.clock()),
        "close": lambda: work.close(
            case.number, _outcome(data.outcome), at=hub.clock(), text=data.text
        ),
        "reopen": lambda: work.reopen(case.number, at=hub.clock(), text=data.text),
    }
    if data.verb not in steps:
        raise ClientException(f"a case takes one of: {', '.join(steps)}")
    steps[data.verb]()
    trail_of(hub.home, hub.clock).note(caller.by, f"case.{data.verb}", f"case:{case.number}")
    return Response(None, status_code=303, headers={"Location": f"/cases/{case.number}"})


def _choice(caller: Caller, standing: CaseStanding | None) -> CaseChoice:
    """Cases of the caller's operator; of all for who manages all."""
    everybody = caller.may(Right.MANAGE_OPERATORS)
    return CaseChoice(
        standings=(standing,) if standing else (),
        operator_id=None if everybody else (caller.operator_id or ""),
    )


def _case(hub: Hub, caller: Caller, number: int) -> Case:
    case = Cases(hub.store.database).find(number) if 0 < number <= LAST else None
    if case is None or not (
        caller.may(Right.MANAGE_OPERATORS) or case.operator_id == caller.operator_id
    ):
        raise NotFoundException("there is no such case")
    return case


def _standing(text: str) -> CaseStanding | None:
    try:
        return CaseStanding(text) if text else None
    except ValueError as error:
        raise ClientException(f"standing is one of {', '.join(CaseStanding)}") from error


def _outcome(text: str) -> Outcome:
    try:
        return Outcome(text)
    except ValueError as error:
        raise ClientException(f"a case ends with one of {', '.join(Outcome)}") from error


def _day(text: str) -> datetime | None:
    """The end of a day in Japan."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d") if text else None  # noqa: DTZ007  # the zone is set below
    except ValueError as error:
        raise ClientException("a date reads 2026-01-31") from error
    return day.replace(hour=23, minute=59, tzinfo=JST) if day else None


def _name(caller: Caller) -> str:
    kind, _, name = caller.by.partition(":")
    if kind != "user":
        raise ClientException("a program takes no case; a person does")
    return name


def _row(case: Case) -> dict[str, object]:
    return {
        "number": case.number,
        "title": case.title,
        "kind": case.kind,
        "subject": case.subject.as_dict(),
        "operator": case.operator_id,
        "standing": case.standing.value,
        "opened_at": rfc3339(case.opened_at),
        "due_at": rfc3339(case.due_at) if case.due_at else None,
        "closed_at": rfc3339(case.closed_at) if case.closed_at else None,
        "outcome": case.outcome.value if case.outcome else None,
    }
