"""Screens: pictures of hostile pages, made anew from signed evidence, so that nothing of the page arrives."""

import warnings
from io import BytesIO

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from PIL import Image, UnidentifiedImageError

from noroshi.console.pages.render import AtHub
from noroshi.console.permit import permit
from noroshi.jobs.sites.case_file import screenshot_of
from noroshi.spine.model import ConfigError, InputError, Right

MOST_PIXELS = 40_000_000
WIDEST = 1280
"""Pixels; wider pictures are made smaller."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Content-Disposition": "inline",
    "Cache-Control": "private, max-age=3600",
}
"""What a browser must not do with a picture: nothing but draw it."""


@get(
    "/sites/{site_id:str}/screens/{place:int}",
    opt=permit(Right.READ_COLLECTION),
    sync_to_thread=True,
)
def show_screen(hub: AtHub, site_id: FromPath[str], place: FromPath[int]) -> Response[bytes]:
    """The picture of one look."""
    try:
        picture = screenshot_of(hub.home, hub.store, site_id, place)
    except (InputError, ConfigError) as error:
        raise NotFoundException(str(error)) from error
    return picture_answer(picture)


def picture_answer(octets: bytes) -> Response[bytes]:
    """A picture, drawn anew.

    Raises:
        NotFoundException: The octets are no picture, or one that is too large.
    """
    try:
        return Response(redrawn(octets), media_type="image/png", headers=HEADERS)
    except InputError as error:
        raise NotFoundException(str(error)) from error


def redrawn(octets: bytes) -> bytes:
    """The pixels of a PNG as a new PNG, without anything else that the file held.

    Raises:
        InputError: It is no PNG, is damaged, or is too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(octets), formats=["PNG"]) as image:
                image.verify()  # also where a library has told Pillow to draw what is cut off
            with Image.open(BytesIO(octets), formats=["PNG"]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise InputError("the picture is too large to be shown")
                plain = image.convert("RGB")
    except (
        UnidentifiedImageError, OSError, ValueError, SyntaxError,
        Image.DecompressionBombWarning, Image.DecompressionBombError,
    ) as error:  # fmt: skip
        raise InputError("the evidence holds no picture that can be read") from error
    if plain.width > WIDEST:
        plain = plain.resize((WIDEST, max(plain.height * WIDEST // plain.width, 1)))
    made = BytesIO()
    plain.save(made, "PNG")
    return made.getvalue()
