"""A document is asked for with what was told of it last time."""

import pytest

from noroshi.sites.sense.watch.document import changed_document
from noroshi.testing.sources import Document, way_to, web


def test_a_document_that_is_as_it_was_is_not_sent():
    served = Document(b"x")
    with web(served) as url:
        first = changed_document(way_to(url), "")
        assert changed_document(way_to(url), first.cursor) is None
    assert first.body == b"x"


@pytest.mark.parametrize("cursor", ["junk", "[1]", "7"])
def test_a_cursor_of_another_kind_reads_it_whole(cursor):
    with web(Document(b"x")) as url:
        assert changed_document(way_to(url), cursor).body == b"x"
