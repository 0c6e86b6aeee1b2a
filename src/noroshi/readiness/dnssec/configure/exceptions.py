"""Exceptions: negative trust anchors in the words of Unbound, BIND and Knot Resolver."""

from collections.abc import Sequence
from datetime import datetime

from noroshi.readiness.dnssec.exception import Exemption
from noroshi.spine.model import rfc3339


def unbound(exempt: Sequence[Exemption]) -> str:
    """An include for `server:`; Unbound knows no end, so the file must be made anew before it."""
    lines = [f"    # {_why(one)}\n    domain-insecure: {_quoted(one)}\n" for one in exempt]
    return f"server:\n{''.join(lines)}"


def bind(exempt: Sequence[Exemption], now: datetime) -> str:
    """Commands; named tries again by itself and forgets each at its end."""
    return "".join(
        f"# {_why(one)}\nrndc nta -lifetime {max(1, int((one.ends - now).total_seconds()))} '{one.name}'\n"
        for one in exempt
    )


def kresd(exempt: Sequence[Exemption]) -> str:
    """Lua; Knot Resolver knows no end, so the file must be made anew before it."""
    names = "".join(f"    {_quoted(one)}, -- {_why(one)}\n" for one in exempt)
    return f"trust_anchors.set_insecure({{\n{names}}})\n"


def _why(one: Exemption) -> str:
    return f"{one.fault}, until {rfc3339(one.ends)}, {one.users} users"


def _quoted(one: Exemption) -> str:
    text = one.name.to_text().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
