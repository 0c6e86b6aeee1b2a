"""Status: documents that a browser and Prometheus take, and that fetch nothing from elsewhere."""

import json
import re
from datetime import UTC, datetime

from noroshi.spine.flows.collect import (
    Counts,
    DecodedCounts,
    metrics_text,
    page_documents,
    status_documents,
)

COUNTS = Counts(
    at=datetime(2026, 1, 1, tzinfo=UTC), datagrams=3, octets=9, spooled=3, refused={}, socket_drops={},
    decoded=DecodedCounts(), waiting_octets=0, waiting_segments=0, decoder_restarts=0, exporters=(),
)  # fmt: skip


def test_prometheus_is_told_the_version_of_the_format():
    metrics = status_documents(COUNTS, None)["/metrics"]
    assert metrics.content_type.startswith("text/plain; version=0.0.4")
    assert metrics.body.decode() == metrics_text(COUNTS)


def test_losses_are_told_apart_in_the_status():
    status = json.loads(status_documents(COUNTS, None)["/status.json"].body)
    assert status["lost"] == {"socket": 0, "sequence": 0, "spool": 0}


def test_the_page_fetches_only_what_is_served_beside_it():
    pages = page_documents()
    served = pages.keys() | status_documents(COUNTS, None).keys()
    text = b"".join(document.body for document in pages.values()).decode()
    assert "http" not in text
    assert set(re.findall(r'(?:src|href)="([^"]+)"|fetch\("([^"]+)"', text))
    asked = {a or b for a, b in re.findall(r'(?:src|href)="([^"]+)"|fetch\("([^"]+)"', text)}
    assert asked <= served


def test_both_languages_of_the_page_say_the_same_things():
    script = page_documents()["/page.js"].body.decode()
    english, japanese = (
        set(re.findall(r"(\w+): \"", part)) for part in re.findall(r"(?:en|ja): \{(.*?)\},\n", script, re.DOTALL)
    )  # fmt: skip
    assert english == japanese
    assert {"title", "stale", "paused"} <= english
