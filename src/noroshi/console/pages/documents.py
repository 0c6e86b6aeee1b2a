"""Documents: the manual of the running version, in the reader's language."""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

import noroshi
from noroshi.console.pages.language import language_of
from noroshi.console.pages.render import Asked, render
from noroshi.console.permit import ANYBODY_KNOWN
from noroshi.spine.model import Language

FIRST = "index.md"

_NAME = re.compile(r"(?:[a-z0-9][a-z0-9-]*/)*[A-Za-z0-9][A-Za-z0-9-]*\.(?:md|png)")
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_LINK = re.compile(r"(?P<path>[^#?:]*\.(?:md|png))(?P<anchor>#.*)?")


def manual() -> Traversable:
    """The folder of the manual: in the package, or beside the sources of a checkout."""
    inside = files("noroshi") / "manual"
    return inside if inside.is_dir() else Path(noroshi.__file__).parents[2] / "docs"


@get("/docs", opt=ANYBODY_KNOWN, sync_to_thread=True)
def show_manual(request: Asked) -> Response[str]:
    """The first page of the manual."""
    return _shown(request, FIRST)


@get("/docs/{page:path}", opt=ANYBODY_KNOWN, sync_to_thread=True)
def show_document(request: Asked, page: FromPath[str]) -> Response[str]:
    """A page of the manual."""
    return _shown(request, page.strip("/"))


@get("/docs/images/{picture:str}", opt=ANYBODY_KNOWN, sync_to_thread=True)
def show_picture(picture: FromPath[str]) -> Response[bytes]:
    """A picture of the manual."""
    path = f"images/{picture}"
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(_octets(path), media_type="image/png", headers=headers)


def _shown(request: Asked, path: str) -> Response[str]:
    title, body = _page(_twin(path, language_of(request)))
    return render(request, "document.html.j2", title=title, body=body)


def _twin(path: str, language: Language) -> str:
    """The page in the reader's language, where it has one."""
    plain = path.removeprefix("ja/")
    if language == "ja" and _file(f"ja/{plain}") is not None:
        return f"ja/{plain}"
    return plain if _file(plain) is not None else path


def _file(path: str) -> Traversable | None:
    if not _NAME.fullmatch(path):
        return None
    place = manual()
    for part in path.split("/"):
        place = place / part
    return place if place.is_file() else None


def _octets(path: str) -> bytes:
    file = _file(path)
    if file is None:
        raise NotFoundException("the manual has no such page")
    return file.read_bytes()


@cache
def _page(path: str) -> tuple[str, Markup]:
    """Title and body of a page. HTML in the source stays text."""
    if not path.endswith(".md"):
        raise NotFoundException("the manual has no such page")
    source = _COMMENT.sub("", _octets(path).decode())
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(source)
    title = _prepare(tokens, PurePosixPath(path).parent)
    # What scrolls sideways must be reachable by keyboard.
    body = parser.renderer.render(tokens, parser.options, {}).replace("<pre>", '<pre tabindex="0">')
    return title or path, Markup(body)  # noqa: S704  # the parser escapes, and passes no HTML


def _prepare(tokens: list[Token], folder: PurePosixPath) -> str:
    """Give headings their anchors and links their addresses; gives the first heading."""
    title = ""
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following is not None:
            token.attrSet("id", anchor_of(following.content))
            title = title or following.content.replace("`", "")
        if token.type == "table_open":
            token.attrSet("tabindex", "0")
        for child in token.children or ():
            for attribute in ("href", "src"):
                target = child.attrGet(attribute)
                if isinstance(target, str):
                    _lead(child, attribute, _address(target, folder))
    return title


def _lead(token: Token, attribute: str, address: str) -> None:
    """Let a link lead to an address; one to a page that is not in the manual leads nowhere."""
    inside = address.removeprefix("/docs/").partition("#")[0]
    if address.startswith("/docs/") and _file(inside) is None:
        token.attrs.pop(attribute)
    else:
        token.attrSet(attribute, address)


def _address(target: str, folder: PurePosixPath) -> str:
    """Where a link of the manual leads on this hub; others stay."""
    match = _LINK.fullmatch(target)
    if match is None:
        return target
    parts: list[str] = []
    for part in (folder / match["path"]).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return f"/docs/{'/'.join(parts)}{match['anchor'] or ''}"


def anchor_of(heading: str) -> str:
    """The anchor of a heading, as forges make it."""
    kept = [c for c in heading.lower() if c in " -_" or c.isalnum()]
    return "".join(kept).replace(" ", "-")
