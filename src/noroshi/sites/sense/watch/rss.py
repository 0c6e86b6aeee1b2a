"""RSS: entries of an RSS or Atom feed, whole each time it changes; known ones are told by their ids."""

from collections.abc import Iterator
from io import BytesIO

from noroshi.sites.sense.markup import plain_text
from noroshi.sites.sense.post import MOST_CHARACTERS
from noroshi.sites.sense.watch.batch import Batch, Post
from noroshi.sites.sense.watch.document import changed_document
from noroshi.sites.sense.watch.way import Way
from noroshi.spine.model import SourceError

MOST_ENTRIES = 2_000
MOST_OCTETS = 16 << 20


def rss_batches(way: Way, cursor: str) -> Iterator[Batch]:
    """The entries in one batch, or nothing where the feed is as it was.

    Raises:
        SourceError: The source is unwell, or gives no feed.
    """
    document = changed_document(way, cursor)
    if document is None:
        return
    if len(document.body) > MOST_OCTETS:
        raise SourceError(f"{way.name} gives more than {MOST_OCTETS} octets, which is no feed")
    posts = _posts(document.body)
    if posts is None:
        raise SourceError(f"{way.name} gives neither RSS nor Atom; check its url")
    yield Batch(posts=posts, cursor=document.cursor, read=len(posts))


def _posts(body: bytes) -> list[Post] | None:
    """Entries; null where there is no feed. What an entry links to is news, not what it warns of."""
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415  # heavy, untyped, and needed for feeds only

    found = feedparser.parse(BytesIO(body), resolve_relative_uris=False, sanitize_html=False)
    if not found.get("version"):
        return None
    posts = []
    for entry in found.entries[:MOST_ENTRIES]:
        parts = [entry.get("title", ""), entry.get("summary", "")]
        parts += [part.get("value", "") for part in entry.get("content", [])[:5]]
        text = plain_text("\n".join(map(str, parts))[:MOST_CHARACTERS])
        name = str(entry.get("id") or entry.get("link") or text)
        posts.append(Post(id=name[:2_000], text=text))
    return posts
