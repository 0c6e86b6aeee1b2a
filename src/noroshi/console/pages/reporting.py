"""Reporting: somebody says that an entry is wrong; it is suspended at once."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException
from litestar.params import Body, FromPath

from noroshi.console.pages.evidence import entry_of
from noroshi.console.pages.render import AtHub, By
from noroshi.console.permit import permit
from noroshi.jobs.decide.reporting_wrong import report_wrong
from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.model import Right

FORM_OCTETS = 65_536


@dataclass
class WrongForm:
    """Why somebody holds an entry for wrong."""

    note: str = ""


@post(
    "/list/{indicator_id:str}/wrong",
    opt=permit(Right.READ_LISTS, Right.SIGHT),
    sync_to_thread=True,
    request_max_body_size=FORM_OCTETS,
)
def report(
    hub: AtHub,
    caller: By,
    indicator_id: FromPath[str],
    data: Annotated[WrongForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[None]:
    """Suspend the entry everywhere, and show it again."""
    entry = entry_of(hub, caller, indicator_id).indicator
    note = data.note.strip()
    if not 3 <= len(note) <= 500:
        raise ClientException("say why it is wrong, in 3 to 500 characters")
    report_wrong(
        hub.store, entry.id, by=f"operator:{caller.operator_id}", why=note, at=hub.clock(),
        operator_id=caller.operator_id, source="console",
    )  # fmt: skip
    trail_of(hub.home, hub.clock).note(caller.by, "entry.wrong", entry.id, {"reason": note})
    return Response(None, status_code=303, headers={"Location": f"/list/{entry.id}?done=wrong"})
