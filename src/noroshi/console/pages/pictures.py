"""Pictures: contacts over time and their gaps, drawn from the flows when somebody asks for them."""

from threading import Semaphore

from litestar import Response, get
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import FromPath

from noroshi.console.pages.evidence import entry_of
from noroshi.console.pages.language import language_of
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.jobs.c2.explaining import explain
from noroshi.relay.explain import Portrait
from noroshi.relay.explain.sheet import write_sheet
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, Right

ONE_AT_A_TIME = Semaphore(1)
"""Drawing judges the whole lake anew; two at once would take each other's memory."""


@get(
    "/list/{indicator_id:str}/pictures",
    opt=permit(Right.READ_LISTS, Right.READ_COLLECTION),
    sync_to_thread=True,
)
def show_pictures(
    request: Asked, hub: AtHub, caller: By, indicator_id: FromPath[str]
) -> Response[str]:
    """The entry's server as the flows of this hub show it, for readers outside the operator."""
    entry = entry_of(hub, caller, indicator_id).indicator
    portrait = _draw(hub.home, entry.subject.value)
    language = language_of(request)
    sheet = write_sheet(portrait, language, "outside", "drawn") if portrait else None
    return render(request, "pictures.html.j2", entry=entry, sheet=sheet)


def _draw(home: Home, subject: str) -> Portrait | None:
    """The portrait; null where the lake has no flows, or none of this server."""
    if not ONE_AT_A_TIME.acquire(timeout=0.1):
        raise HTTPException("somebody else is having pictures drawn", status_code=429)
    try:
        return next(iter(explain(home, subject)), None)
    except ConfigError as error:
        raise NotFoundException("this hub holds no flows") from error
    finally:
        ONE_AT_A_TIME.release()
