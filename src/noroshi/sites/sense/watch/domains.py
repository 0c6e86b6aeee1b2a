"""Domains: lists of newly registered names; those that bear a watched brand are taken."""

from collections.abc import Iterator, Sequence

from noroshi.sites.lookalike import brand_in
from noroshi.sites.sense.watch.batch import Batch, Post
from noroshi.sites.sense.watch.document import changed_document
from noroshi.sites.sense.watch.way import Way

AT_ONCE = 1_000
LONGEST_NAME = 253


def domain_batches(way: Way, brands: Sequence[str], cursor: str) -> Iterator[Batch]:
    """Names of a list, one a line, that bear a brand's word; or nothing where it is as it was.

    A line may go on behind the name with a comma, a tab or a space, as zone and registry lists do.

    Raises:
        SourceError: The source is unwell.
    """
    document = changed_document(way, cursor)
    if document is None:
        return
    posts: list[Post] = []
    count = 0
    for line in document.body.splitlines():
        name = line[:400].replace(b",", b" ").replace(b"\t", b" ").split(b" ")[0]
        host = name.decode("utf-8", "replace").strip().strip(".").lower()
        if not 3 < len(host) <= LONGEST_NAME or "." not in host:
            continue
        count += 1
        if brand_in(host, brands):
            posts.append(Post(id=host, urls=[f"http://{host}/"]))
        if len(posts) == AT_ONCE:
            yield Batch(posts=posts, read=count)
            posts, count = [], 0
    yield Batch(posts=posts, cursor=document.cursor, read=count)
