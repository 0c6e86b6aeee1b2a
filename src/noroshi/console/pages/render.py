"""Render: a page from its template, in the reader's language."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Request, Response
from litestar.datastructures import State
from litestar.di import NamedDependency
from markupsafe import Markup

from noroshi import __version__
from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.pages.figure_columns import column_name
from noroshi.console.pages.language import language_of, translate
from noroshi.console.pages.navigation import places_for
from noroshi.console.pages.static import address_of
from noroshi.console.pages.words import name_of
from noroshi.relay.explain.language import printable
from noroshi.relay.explain.quantity import JST, UNKNOWN, number, probability, span
from noroshi.spine.model import Language, label_text

Asked = Request[Caller, Any, State]
"""A request of somebody who may be known."""

AtHub = NamedDependency[Hub]
"""The hub, as handlers are given it."""

By = NamedDependency[Caller]
"""Who asks, as handlers are given him."""

_PERCENT = re.compile("(?<=[0-9]) (?=%)")


def render(request: Asked, template: str, *, status: int = 200, **values: object) -> Response[str]:
    """A page.

    Args:
        request: Who asks, where he is, and in which language.
        template: Name of its file below `templates`.
        status: HTTP status.
        values: What the template shows.
    """
    language = language_of(request)
    page = templates(language).get_template(template)
    shown = page.render(_frame(request, language) | values)
    headers = {"Content-Language": language, "Vary": "Accept-Language, Cookie"}
    if request.user.known:
        headers["Cache-Control"] = "no-store"
    return Response(shown, status_code=status, media_type=MediaType.HTML, headers=headers)


def _frame(request: Asked, language: Language) -> dict[str, object]:
    query = request.scope["query_string"].decode("ascii", "replace")
    return {
        "caller": request.user,
        "places": places_for(request.user),
        "path": request.url.path,
        "here": f"{request.url.path}?{query}" if query else request.url.path,
        "lang": language,
    }


@cache
def templates(language: Language) -> Environment:
    """The templates, speaking one language."""
    environment = Environment(
        loader=PackageLoader("noroshi.console.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
        extensions=["jinja2.ext.i18n"],
    )
    said = partial(translate, language)
    environment.install_gettext_callables(said, _plural(said), newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    environment.globals |= {"static": address_of, "version": __version__, "unknown": UNKNOWN}
    environment.filters |= _filters(language)
    return environment


def _plural(said: partial[str]) -> Any:  # noqa: ANN401  # jinja's own signature
    return lambda one, many, count: said(one if count == 1 else many)


def _filters(language: Language) -> Mapping[str, Any]:
    return {
        "said": lambda text: text.said(language),
        "name": name_of,
        "column": column_name,
        "class_name": lambda label: label_text(label).said(language) if label else UNKNOWN,
        "time": time_element,
        "day": lambda moment: moment.astimezone(JST).strftime("%Y-%m-%d") if moment else UNKNOWN,
        "number": lambda value: UNKNOWN if value is None else number(value),
        "count": lambda value: UNKNOWN if value is None else f"{value:,}",
        "span": lambda seconds: UNKNOWN if seconds is None else span(seconds, language),
        "probability": probability,
        "breakable": breakable,
    }


def _shown(value: object) -> object:
    """What a page shows of a value: without control characters, percent signs kept by their number."""
    return _PERCENT.sub("\u00a0", printable(value)) if type(value) is str else value


def time_element(moment: datetime | None) -> Markup | str:
    """A moment in Japan's time, with UTC for machines and on hovering; a dash for none."""
    if moment is None:
        return UNKNOWN
    local, universal = moment.astimezone(JST), moment.astimezone(UTC)
    return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(
        universal.strftime("%Y-%m-%dT%H:%M:%SZ"),
        universal.strftime("%Y-%m-%d %H:%M:%S"),
        local.strftime("%Y-%m-%d %H:%M"),
    )


def breakable(text: str) -> Markup:
    """An address or a URL that may break at its signs on a narrow screen, a disarmed dot behind it."""
    safe = str(Markup.escape(printable(text)))
    return Markup(re.sub(r"(?<=[:/.?=])(?=[^\s\]])|(?<=\[\.\])(?=[^\s])", "<wbr/>", safe))  # noqa: S704  # escaped above
