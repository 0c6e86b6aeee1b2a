"""Metrics are what Prometheus reads, whatever stands in a label."""

import re
from datetime import UTC, datetime

from noroshi.console.metrics import HUB_METRICS, hub_metrics_text
from noroshi.spine.store.hub_counts import HubCounts

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
COUNTS = HubCounts(
    head=7, entries={("c2-servers", "live"): 3}, operators=2, sightings=0, cases={"open": 1},
    notifications={'a"b\n\\': 4}, last_pull=None, last_done={"lake-tidy": AT}, last_failed={},
)  # fmt: skip
LINE = re.compile(r'noroshi_hub_[a-z_]+(\{[a-z]+="[^\n]*"(,[a-z]+="[^\n]*")*\})? -?[0-9.]+')


def test_every_line_is_a_comment_or_a_sample():
    lines = hub_metrics_text(COUNTS).splitlines()
    assert [line for line in lines if not line.startswith("# ") and not LINE.fullmatch(line)] == []
    assert 'noroshi_hub_entries{collection="c2-servers",standing="live"} 3' in lines
    assert (
        f'noroshi_hub_job_done_timestamp_seconds{{job="lake-tidy"}} {int(AT.timestamp())}' in lines
    )
    assert 'noroshi_hub_notifications{standing="a\\"b\\n\\\\"} 4' in lines


def test_every_metric_is_told_with_its_meaning():
    text = hub_metrics_text(COUNTS)
    assert [
        m.full_name for m in HUB_METRICS if f"# HELP {m.full_name} {m.meaning}" not in text
    ] == []
