"""Page: items as the answers of TAXII, joined from octets that are JSON already."""

from collections.abc import Sequence

import msgspec
from litestar import Response

from noroshi.console.taxii.answer import answer
from noroshi.console.taxii.media import STIX
from noroshi.console.taxii.objects import Item


def envelope(items: Sequence[Item], limit: int) -> Response[bytes]:
    """Objects (section 3.7). Given one item more than the limit, it says that there is more."""
    return _page("objects", items, limit, [item.body for item in items[:limit]])


def manifest(items: Sequence[Item], limit: int) -> Response[bytes]:
    """What there is, without saying it (section 5.3)."""
    rows = [
        msgspec.json.encode(
            {
                "id": item.id,
                "date_added": item.added,
                "version": item.version,
                "media_type": STIX,
            }
        )
        for item in items[:limit]
    ]
    return _page("objects", items, limit, rows)


def versions(items: Sequence[Item], limit: int) -> Response[bytes]:
    """Versions of one object (section 5.7)."""
    rows = [msgspec.json.encode(item.version) for item in items[:limit]]
    return _page("versions", items, limit, rows)


def _page(name: str, items: Sequence[Item], limit: int, rows: list[bytes]) -> Response[bytes]:
    shown = items[:limit]
    parts = [b'"more":true' if len(items) > limit else b'"more":false']
    headers: dict[str, str] = {}
    if len(items) > limit:
        parts.append(b'"next":' + msgspec.json.encode(shown[-1].place.token()))
    if shown:
        parts.append(b'"' + name.encode() + b'":[' + b",".join(rows) + b"]")
        headers = {
            "X-TAXII-Date-Added-First": shown[0].added,
            "X-TAXII-Date-Added-Last": shown[-1].added,
        }
    return answer(b"{" + b",".join(parts) + b"}", headers=headers)
