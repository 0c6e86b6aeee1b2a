"""Entering: a coordinator notes an opt-out that came by telephone, letter or mail."""

from typing import Annotated

import msgspec
from litestar import post
from litestar.exceptions import ClientException
from litestar.params import JSONBody

from noroshi.console.api.problem import HANDLERS
from noroshi.console.caller import Asking
from noroshi.console.hub import AtHub
from noroshi.console.permit import permit
from noroshi.console.survey.why import OptedOut
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.opting_out import MOST_NOTE, opt_out
from noroshi.spine.model import InputError, Right, rfc3339


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be asked no more."""

    prefix: Annotated[str, msgspec.Meta(min_length=2, max_length=64)]
    note: Annotated[str, msgspec.Meta(max_length=MOST_NOTE)] = ""


@post(
    "/api/v1/opt-outs",
    opt=permit(Right.MANAGE_OPERATORS),
    sync_to_thread=True,
    exception_handlers=HANDLERS,
)
def add_opt_out(hub: AtHub, caller: Asking, data: JSONBody[Wish]) -> OptedOut:
    """Surveys ask this address or prefix no more; running ones heed it within seconds.

    Raises:
        ClientException: It is neither, or wider than anybody's network.
    """
    try:
        made = opt_out(hub.store, data.prefix, by=caller.by, note=data.note, at=hub.clock())
    except InputError as error:
        raise ClientException(str(error)) from error
    trail_of(hub.home, hub.clock).note(caller.by, "survey.exclude", made.prefix)
    return OptedOut(prefix=made.prefix, asked_at=rfc3339(made.asked_at))
