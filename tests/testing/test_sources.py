"""Made sources answer as they are told."""

from noroshi.testing.sources import Document, way_to, web


def test_a_document_is_sent_whole_once():
    document = Document(b"hello")
    with web(document) as url:
        first = way_to(url).ask(url)
        again = way_to(url).ask(url, {"if-none-match": first.headers["etag"]})
    assert (first.body, again.status, document.served) == (b"hello", 304, 1)
