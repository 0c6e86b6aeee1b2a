"""Result: what became of a report, for who has its receipt number."""

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from noroshi.console.pages.render import Asked, AtHub, render
from noroshi.console.permit import PUBLIC
from noroshi.console.public.open_door import refuse_closed
from noroshi.jobs.sites.results import ADVICE, MEANINGS, defanged, result_of_receipt
from noroshi.spine.model import InputError
from noroshi.spine.model.receipt import read_receipt

MARKS = {"dangerous": "bad", "suspicious": "warn", "harmless": "good", "known": "good"}
"""How a result is marked; others are plain."""


@get("/report-result", opt=PUBLIC, sync_to_thread=True)
def find_result(hub: AtHub, number: FromQuery[str] = "") -> Response[None]:
    """Go to the result of the number that somebody typed.

    Raises:
        NotFoundException: It is no receipt number.
    """
    refuse_closed(hub)
    try:
        receipt = read_receipt(number)
    except InputError as error:
        raise NotFoundException(str(error)) from error
    return Response(None, status_code=303, headers={"Location": f"/report/{receipt}"})


@get("/report/{receipt:str}", opt=PUBLIC, sync_to_thread=True)
def show_result(request: Asked, hub: AtHub, receipt: FromPath[str]) -> Response[str]:
    """What became of each address of the report, and what to do.

    Raises:
        NotFoundException: There is no such report.
    """
    refuse_closed(hub)
    try:
        found = result_of_receipt(hub.store.database, receipt)
    except InputError as error:
        raise NotFoundException(str(error)) from error
    if found is None:
        raise NotFoundException("there is no report of this number")
    answer = render(
        request, "public/result.html.j2", receipt=found.receipt,
        urls=[
            {
                "url": defanged(one.url),
                "meaning": MEANINGS[one.result],
                "advice": ADVICE[one.result],
                "mark": MARKS.get(one.result.value, "open"),
                "reasons": one.verdict.reasons if one.verdict else (),
            }
            for one in found.urls
        ],
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer
