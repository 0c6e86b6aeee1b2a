"""Maker: exposed models of one manufacturer, held against what is asked of products."""

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.iot.seen import devices_seen
from noroshi.console.pages.language import language_of
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.iot.report.checklist import checklist_of
from noroshi.iot.report.checklist_page import Form, render_checklist
from noroshi.iot.report.maker import Maker, maker_row, makers_of
from noroshi.spine.model import Right

MEDIA: dict[Form, str] = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
MOST_SHOWN = 100
MOST_CVES = 4
"""Weaknesses of a model that the page lists; its JSON has all."""


@get("/iot/makers", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_makers(request: Asked, hub: AtHub, caller: By) -> Response[str]:
    """All manufacturers, most weak devices first."""
    makers = makers_of(devices_seen(hub, caller), fewest=1)
    return render(
        request, "iot_makers.html.j2",
        makers=makers[:MOST_SHOWN], more=max(len(makers) - MOST_SHOWN, 0),
    )  # fmt: skip


@get("/iot/makers/{maker_name:str}", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_maker(request: Asked, hub: AtHub, caller: By, maker_name: FromPath[str]) -> Response[str]:
    """One manufacturer."""
    maker = _maker(hub, caller, maker_name)
    return render(
        request, "iot_maker.html.j2", maker=maker, most=MOST_SHOWN, most_cves=MOST_CVES
    )  # fmt: skip


@get(
    "/iot/makers/{maker_name:str}/maker.json",
    opt=permit(Right.READ_COLLECTION),
    sync_to_thread=True,
)
def maker_as_json(hub: AtHub, caller: By, maker_name: FromPath[str]) -> dict[str, object]:
    """The same for programs."""
    return maker_row(_maker(hub, caller, maker_name))


@get(
    "/iot/makers/{maker_name:str}/checklist.html",
    opt=permit(Right.READ_COLLECTION),
    sync_to_thread=True,
)
def checklist_to_print(
    request: Asked, hub: AtHub, caller: By, maker_name: FromPath[str]
) -> Response[str]:
    """Its self-assessment for products to come, to print and hand over."""
    return _checklist(request, hub, caller, maker_name, "html")


@get(
    "/iot/makers/{maker_name:str}/checklist.md",
    opt=permit(Right.READ_COLLECTION),
    sync_to_thread=True,
)
def checklist_to_edit(
    request: Asked, hub: AtHub, caller: By, maker_name: FromPath[str]
) -> Response[str]:
    """The same to fill in."""
    return _checklist(request, hub, caller, maker_name, "md")


def _checklist(request: Asked, hub: Hub, caller: Caller, name: str, form: Form) -> Response[str]:
    _maker(hub, caller, name)
    text = render_checklist(
        checklist_of(devices_seen(hub, caller), maker=name),
        producer=hub.home.settings.share.producer, at=hub.clock(),
        language=language_of(request), form=form,
    )  # fmt: skip
    # A file and no page: its sheet brings its own style, which the console's policy forbids.
    headers = {"Content-Disposition": f'attachment; filename="checklist.{form}"'}
    return Response(text, media_type=MEDIA[form], headers=headers)


def _maker(hub: Hub, caller: Caller, name: str) -> Maker:
    devices = [one for one in devices_seen(hub, caller) if one.vendor == name]
    if not devices:
        raise NotFoundException("no device of that maker is kept here for you")
    return makers_of(devices, fewest=1)[0]
