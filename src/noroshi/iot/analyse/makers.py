"""Makers: names by which a device's own text gives its maker away, and nothing more.

Asked only after every fingerprint: a name in a text says who made it, not what it is.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from noroshi.iot.analyse.fingerprint import Fingerprint

_FORM = re.compile(
    r"(?i)[ ,.]+(?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|gmbh|ag|kk|plc|s\.a)\.?$"
)
"""The legal form at the end of a company's name."""
MAX_NAME = 80
"""Characters beyond which a text is no company's name."""
MAX_REMEMBERED = 10_000
_SIGNS = re.compile(r"[^a-z0-9]")


def shipped_makers() -> list[Fingerprint]:
    """Makers in the order of the file."""
    return [
        Fingerprint(
            source=f"noroshi/makers#{maker}",
            pattern="|".join(f"(?:{pattern})" for pattern in patterns),
            fixed={"hw.vendor": maker},
            captured={},
        )
        for maker, patterns in _table()["makers"].items()
    ]


@lru_cache(maxsize=MAX_REMEMBERED)
def maker_name(text: str) -> str:
    """The one name under which a maker is reported; a name that is not known stays as it is.

    Rules of several origins spell a maker in several ways, and each way would be a maker of its own
    in every report.
    """
    if len(text) > MAX_NAME:
        return text
    short = text
    while (cut := _FORM.sub("", short)) != short:
        short = cut
    return _names().get(_plain(text)) or _names().get(_plain(short)) or text


def are_related(one: str, other: str) -> bool:
    """Whether one of two makers is or was the other's, so that a device may bear both names."""
    owners = _table()["owners"]
    return one == other or other in owners.get(one, ()) or one in owners.get(other, ())


@cache
def _names() -> dict[str, str]:
    table = _table()
    own = {_plain(maker): maker for maker in table["makers"]}
    return {
        _plain(other): maker for maker, others in table["names"].items() for other in others
    } | own


def _plain(text: str) -> str:
    return _SIGNS.sub("", text.lower())


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    text = files("noroshi.iot.analyse").joinpath("pack", "makers.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return table
