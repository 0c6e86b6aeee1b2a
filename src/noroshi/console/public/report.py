"""Report: the form on which everybody tells of a web site, by its address, a message or a picture."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import HTTPException, TooManyRequestsException
from litestar.params import Body

from noroshi.console.access.going import Said as Told
from noroshi.console.access.place import address_of
from noroshi.console.access.same_origin import refuse_other_origins
from noroshi.console.hub import Hub
from noroshi.console.pages.render import Asked, AtHub, render
from noroshi.console.permit import PUBLIC
from noroshi.console.public.open_door import refuse_closed
from noroshi.jobs.sites.files import said_in_file
from noroshi.jobs.sites.intake import Said, site_intake
from noroshi.spine.model import InputError, SourceError, Text
from noroshi.spine.model.site_report import Channel

FORM_OCTETS = 26 << 20
"""Most octets of a form with its file."""

FILE_OCTETS = 25 << 20
MOST_URL, MOST_WORDS = 8_000, 2_000
SOURCE = "form"

NO_SITE = Text(
    ja="Webサイトのアドレスが見つかりません。アドレス（URL）を貼り付けるか、届いたメールや画面の画像を添えてください。",
    en="No web address was found. Paste the address (URL), or add the message or a picture of the screen.",
)
BAD_FILE = Text(
    ja="このファイルは読み取れません。メール（.eml、.msg）か画像（PNG、JPEG、GIF、WebP、BMP）を選んでください。",
    en="This file cannot be read. Choose a message (.eml, .msg) or a picture (PNG, JPEG, GIF, WebP, BMP).",
)


@dataclass
class ReportForm:
    """What somebody tells."""

    url: str = ""
    words: str = ""
    file: UploadFile | None = None


@get("/report", opt=PUBLIC, sync_to_thread=True)
def show_form(request: Asked, hub: AtHub) -> Response[str]:
    """The form."""
    refuse_closed(hub)
    return _form(request)


@post("/report", opt=PUBLIC, sync_to_thread=True, request_max_body_size=FORM_OCTETS)
def take_report(
    request: Asked,
    hub: AtHub,
    data: Annotated[ReportForm, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Response[str] | Response[None]:
    """Keep the report and go on to its result, or say what is missing.

    Raises:
        PermissionDeniedException: Another site's page sends the form.
        TooManyRequestsException: The address has reported too often.
        HTTPException: Too many URLs wait; nothing was kept.
    """
    refuse_closed(hub)
    refuse_other_origins(hub, request)
    _refuse_haste(request, hub)
    try:
        said = _said(data)
    except InputError:
        return _form(request, url=data.url, words=data.words, wrong=BAD_FILE)
    intake = site_intake(hub.home.settings, hub.store.database, hub.clock, hub.home.path)
    made = intake.report(said, hub.clock())
    if not made.urls:
        return _form(request, url=data.url, words=data.words, wrong=NO_SITE)
    try:
        receipt = intake.keep([made]).receipts[0]
    except SourceError as error:
        raise HTTPException(
            "too many reports are waiting; nothing was kept. Send it again in an hour",
            status_code=503,
            headers={"Retry-After": "3600"},
        ) from error
    headers = {"Location": f"/report/{receipt}", "Cache-Control": "no-store"}
    return Response(None, status_code=303, headers=headers)


def _refuse_haste(request: Asked, hub: Hub) -> None:
    most = hub.home.settings.sites.reports_per_hour
    wait_s = hub.report_rate.pass_(address_of(hub, request), hub.clock(), most=most)
    if wait_s:
        raise TooManyRequestsException(
            f"too many reports from here; try again in {wait_s // 60 + 1} minutes",
            headers={"Retry-After": str(wait_s)},
        )


def _said(form: ReportForm) -> Said:
    url, words = form.url.strip()[:MOST_URL], form.words[:MOST_WORDS]
    octets = form.file.file.read(FILE_OCTETS + 1) if form.file and form.file.filename else b""
    if octets:
        if len(octets) > FILE_OCTETS:
            raise InputError("file-too-large")
        whole = f"{url}\n{words}"
        return said_in_file(octets, SOURCE, Counter(), whole)
    urls = [url] if "." in url else []
    return Said(channel=Channel.FORM, source=SOURCE, urls=urls, text=words, keep_words=True)


def _form(
    request: Asked, *, url: str = "", words: str = "", wrong: Text | None = None
) -> Response[str]:
    told = Told(wrong=wrong)
    return render(
        request, "public/report.html.j2", status=told.status, url=url, words=words, said=told,
        most_words=MOST_WORDS,
    )  # fmt: skip
