"""Lists in JSON: STIX 2.1 bundles and MISP events, read for the addresses they name."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from noroshi.spine.model import InputError, rfc3339

Cells = dict[str, str]
"""Values of an entry: `text`, and `port`, `first`, `last`, `detail` where known."""

_ADDRESS = re.compile(r"(?:ipv[46]-addr|dst_ref|src_ref)\S*value\s*=\s*'([^']{1,64})'")
_PORT = re.compile(r"dst_port\s*=\s*'?(\d{1,5})")
_OTHER = re.compile(r"\[\s*'?([a-z0-9-]{1,40})")

MISP_ADDRESSES = ("ip-dst", "ip-src", "ip-dst|port", "ip-src|port")
OTHERS = {"domain-name": "other.example", "url": "x://", "file": "/"}
"""What an observable that is no address is written as, so that it is refused under its reason."""


def entries_of_json(data: bytes, name: str) -> tuple[str, Iterator[Cells]]:
    """Format and entries of a JSON list.

    Raises:
        InputError: It is no JSON, or neither a STIX bundle nor a MISP event.
    """
    try:
        root = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{name} is no whole JSON document: {error}") from error
    if isinstance(root, Mapping):
        if root.get("type") == "bundle":
            return "stix", _stix(_list(root.get("objects")))
        events = _list(root.get("response")) or [root]
        found = [event for one in events if (event := _event(one)) is not None]
        if found:
            return "misp", (cells for event in found for cells in _misp(event))
    raise InputError(f"{name} is neither a STIX 2.1 bundle nor a MISP event")


def _event(holder: object) -> Mapping[str, object] | None:
    event = holder.get("Event") if isinstance(holder, Mapping) else None
    return event if isinstance(event, Mapping) else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _stix(objects: list[object]) -> Iterator[Cells]:
    for made in objects:
        if (
            isinstance(made, Mapping)
            and made.get("type") == "indicator"
            and not made.get("revoked")
        ):
            yield from _pattern(made)


def _pattern(indicator: Mapping[str, object]) -> Iterator[Cells]:
    pattern = _text(indicator.get("pattern"))[:4096]
    addresses = _ADDRESS.findall(pattern)
    port = _PORT.search(pattern)
    first, last = _text(indicator.get("valid_from")), _text(indicator.get("valid_until"))
    for address in addresses:
        yield {
            "text": address,
            "port": port.group(1) if port else "",
            "first": first,
            "last": last,
            "detail": _text(indicator.get("name")),
        }
    if not addresses:
        kind = _OTHER.match(pattern)
        yield {"text": OTHERS.get(kind.group(1) if kind else "", "no address")}


def _misp(event: Mapping[str, object]) -> Iterator[Cells]:
    attributes = _list(event.get("Attribute"))
    for made in _list(event.get("Object")):
        if isinstance(made, Mapping):
            attributes = attributes + _list(made.get("Attribute"))
    for attribute in attributes:
        if isinstance(attribute, Mapping) and not attribute.get("deleted"):
            yield _misp_cells(attribute, _text(event.get("info")))


def _misp_cells(attribute: Mapping[str, object], info: str) -> Cells:
    value, kind = _text(attribute.get("value")), _text(attribute.get("type"))
    if kind not in MISP_ADDRESSES:
        return {"text": value}
    address, _, port = value.partition("|")
    first = _text(attribute.get("first_seen")) or _unix(attribute.get("timestamp"))
    last = _text(attribute.get("last_seen"))
    return {"text": address, "port": port, "first": first, "last": last, "detail": info}


def _unix(value: object) -> str:
    """RFC 3339 text of Unix seconds; empty where it is no time."""
    try:
        return rfc3339(datetime.fromtimestamp(int(str(value)), UTC))
    except (ValueError, OverflowError, OSError):
        return ""
