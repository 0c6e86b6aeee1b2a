"""Snapshot: when a list was made, by its own words or its file name."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}:\d{2})?", re.ASCII)
_UPDATED = re.compile(r"(?:last updated?|source file date|generated|date)\s*:\s*(.{1,60})", re.I)
_CTIME = "%a %b %d %H:%M:%S UTC %Y"


def snapshot_of(comments: Iterable[str], name: str) -> datetime | None:
    """The date in a list's comments, else the one in its file name, else null."""
    for comment in comments:
        match = _UPDATED.search(comment)
        if match and (moment := _moment(match.group(1).strip(" #\t"))) is not None:
            return moment
    dated = _ISO.search(name)
    return _moment(dated.group()) if dated else None


def _moment(text: str) -> datetime | None:
    iso = _ISO.match(text)
    try:
        if iso:
            return datetime.fromisoformat(iso.group()).replace(tzinfo=UTC)
        if text.endswith(tuple("0123456789")) and " UTC " in text:
            return datetime.strptime(text, _CTIME).replace(tzinfo=UTC)
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
