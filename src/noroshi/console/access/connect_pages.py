"""Connect pages: a token is made on the page of consumers and filled into every line, once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from litestar import Response, post
from litestar.enums import RequestEncodingType
from litestar.params import Body

from noroshi.console.access.desk import AtDesk
from noroshi.console.access.log_in import FORM_OCTETS
from noroshi.console.access.person import Asked, Logged
from noroshi.console.access.token_pages import LONGEST_LABEL, USUAL_DAYS
from noroshi.console.pages.connecting import connect_page
from noroshi.console.permit import permit
from noroshi.spine.model import Right

USUAL_LABEL = "connect"


@dataclass
class ConnectForm:
    """What the token is for, and which list the page shows."""

    label: str = ""
    collection: str = ""


Form = Annotated[ConnectForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@post(
    "/connect",
    opt=permit(Right.READ_LISTS, Right.MANAGE_OWN),
    sync_to_thread=True,
    request_max_body_size=FORM_OCTETS,
)
def fill_connect(request: Asked, desk: AtDesk, person: Logged, data: Form) -> Response[str]:
    """Make a token that reads lists and nothing else, and show the lines with it.

    Its secret is in this answer only, which no cache may keep; the hub holds a digest of it.
    """
    at = desk.hub.clock()
    days = min(USUAL_DAYS, desk.hub.home.settings.access.token_days)
    secret, token = desk.tokens.issue(
        person.account,
        label=" ".join(data.label.split())[:LONGEST_LABEL] or USUAL_LABEL,
        rights=frozenset({Right.READ_LISTS}),
        at=at,
        expires_at=at + timedelta(days=days),
    )
    detail = {"days": str(days), "rights": Right.READ_LISTS.value}
    desk.auditor.note(person.caller.by, "token.issue", f"token:{token.prefix}", detail)
    return connect_page(request, desk.hub, person.caller, data.collection, token=secret)
