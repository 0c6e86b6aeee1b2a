"""Makers: names by which a device's own text gives its maker away, and nothing more.

Asked only after every fingerprint: a name in a text says who made it, not what it is.
"""

import tomllib
from importlib.resources import files

from noroshi.iot.analyse.fingerprint import Fingerprint


def shipped_makers() -> list[Fingerprint]:
    """Makers in the order of the file."""
    text = files("noroshi.iot.analyse").joinpath("pack", "makers.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(text)["makers"]
    return [
        Fingerprint(
            source=f"noroshi/makers#{maker}",
            pattern="|".join(f"(?:{pattern})" for pattern in patterns),
            fixed={"hw.vendor": maker},
            captured={},
        )
        for maker, patterns in table.items()
    ]
