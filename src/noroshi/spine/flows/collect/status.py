"""Status: a collector's counts as documents for a browser and for Prometheus."""

from importlib.resources import files

import msgspec

from noroshi.spine.flows.collect.counts import Counts
from noroshi.spine.flows.collect.metrics import metrics_text
from noroshi.spine.flows.collect.rates import status_row
from noroshi.spine.net.serve import Document

_PAGE = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/style.css": ("style.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
}


def page_documents() -> dict[str, Document]:
    """The page that draws `/status.json`; it fetches nothing from elsewhere."""
    folder = files("noroshi.spine.flows.collect") / "page"
    return {
        path: Document(kind, (folder / name).read_bytes()) for path, (name, kind) in _PAGE.items()
    }


def status_documents(counts: Counts, before: Counts | None) -> dict[str, Document]:
    """What changes: `/metrics` and `/status.json`."""
    metrics = metrics_text(counts).encode()
    return {
        "/metrics": Document("text/plain; version=0.0.4; charset=utf-8", metrics),
        "/status.json": Document(
            "application/json", msgspec.json.encode(status_row(counts, before))
        ),
    }
