"""Document: a file of a source that is read whole when it has changed (RFC 9110, section 13.1)."""

import json
from dataclasses import dataclass

from noroshi.sites.sense.watch.way import Way
from noroshi.spine.net.http import Answer

LONGEST_TAG = 1_000


@dataclass(frozen=True, slots=True)
class Document:
    """A file and how to ask next time whether it has changed."""

    body: bytes
    cursor: str


def changed_document(way: Way, cursor: str) -> Document | None:
    """The file behind a source's URL; null where it is as it was at the cursor.

    Raises:
        SourceError: The source is unwell.
    """
    answer = way.ask(way.url, _conditions(cursor))
    return None if answer.status == 304 else Document(answer.body, _validators(answer))


def _validators(answer: Answer) -> str:
    told = {
        "if-none-match": answer.headers.get("etag"),
        "if-modified-since": answer.headers.get("last-modified"),
    }
    return json.dumps({name: value for name, value in told.items() if value and len(value) <= LONGEST_TAG})  # fmt: skip


def _conditions(cursor: str) -> dict[str, str]:
    try:
        held = json.loads(cursor) if cursor else {}
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in held.items()} if isinstance(held, dict) else {}
