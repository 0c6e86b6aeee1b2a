"""Har: the exchanges of a visit as an HTTP archive (HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from noroshi import __version__
from noroshi.sites.visit.visit import Exchange, Visit

UNKNOWN = -1
"""What HAR writes for a size or time that is not known."""
MOST_QUERY = 100


def har_of(visit: Visit) -> dict[str, object]:
    """The archive; bodies stay out, their hashes stand in `_sha256`."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "Noroshi", "version": __version__},
            "pages": [
                {
                    "startedDateTime": _moment(visit.started, 0),
                    "id": "page",
                    "title": visit.title,
                    "pageTimings": {},
                }
            ],
            "entries": [_entry(visit.started, one) for one in visit.exchanges],
        }
    }


def _entry(started: datetime, one: Exchange) -> dict[str, object]:
    entry: dict[str, object] = {
        "pageref": "page",
        "startedDateTime": _moment(started, one.at_ms),
        "time": one.took_ms,
        "request": {
            "method": one.method,
            "url": one.url,
            "httpVersion": "",
            "cookies": [],
            "headers": [],
            "queryString": _pairs(parse_qsl(urlsplit(one.url).query)[:MOST_QUERY]),
            "headersSize": UNKNOWN,
            "bodySize": UNKNOWN,
        },
        "response": _response(one),
        "cache": {},
        "timings": {"send": 0, "wait": one.took_ms, "receive": 0},
        "_resourceType": one.resource,
        "_sha256": one.sha256,
    }
    if one.address is not None:
        entry["serverIPAddress"] = one.address
    if one.refused:
        entry["_refused"] = one.refused
    return entry


def _response(one: Exchange) -> dict[str, object]:
    return {
        "status": one.status or 0,
        "statusText": "",
        "httpVersion": "",
        "cookies": [],
        "headers": _pairs(one.headers),
        "content": {"size": one.size_bytes, "mimeType": one.mime},
        "redirectURL": dict(one.headers).get("location", ""),
        "headersSize": UNKNOWN,
        "bodySize": UNKNOWN,
    }


def _pairs(items: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in items]


def _moment(started: datetime, after_ms: int) -> str:
    return (started + timedelta(milliseconds=after_ms)).isoformat(timespec="milliseconds")
