"""CPE: the name under which weaknesses of a product are listed.

Source:
    NISTIR 7695: the URI binding of CPE 2.2 (section 6.1), which recog writes, and the
    formatted string of CPE 2.3 (section 6.2), which NVD writes.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote

ANY = "*"
NOT_APPLICABLE = "-"
_SPLIT = re.compile(r"(?<!\\):")
_PLAIN = re.compile(r"[a-z0-9._-]")


class Cpe(NamedTuple):
    """Part (`a`, `o`, `h`), vendor, product and version, all unescaped and lower case."""

    part: str
    vendor: str
    product: str
    version: str

    def __str__(self) -> str:
        """The formatted string of CPE 2.3."""
        named = (_bound(value) for value in self[1:])
        return ":".join(("cpe:2.3", self.part, *named, *(ANY for _ in range(7))))

    @property
    def has_version(self) -> bool:
        """Whether it names one version."""
        return self.version not in {ANY, NOT_APPLICABLE, ""}


def parse_cpe(text: str) -> Cpe | None:
    """The name in either binding; None where it names no vendor and product."""
    if text.startswith("cpe:/"):
        fields = text[5:].split(":")
        if "%" in text:
            fields = [unquote(field) for field in fields]
    elif text.startswith("cpe:2.3:"):
        fields = [field.replace("\\", "") for field in _SPLIT.split(text[8:])]
    else:
        return None
    part, vendor, product, version = (*fields, "", "", "", "")[:4]
    if part.lower() not in {"a", "o", "h"} or not vendor or not product:
        return None
    return Cpe(part.lower(), vendor.lower(), product.lower(), version.lower() or ANY)


def _bound(value: str) -> str:
    if value in {ANY, NOT_APPLICABLE}:
        return value
    return "".join(sign if _PLAIN.match(sign) else f"\\{sign}" for sign in value)
