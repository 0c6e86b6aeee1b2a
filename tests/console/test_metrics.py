"""Metrics are what Prometheus reads, whatever stands in a label."""

import re
from datetime import UTC, datetime

from noroshi.console.metrics import HUB_METRICS, HubFigures, hub_metrics_text
from noroshi.jobs.zone.status import ZoneLag, ZoneStatus
from noroshi.spine.store.hub_counts import HubCounts

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
COUNTS = HubCounts(
    head=7, entries={("c2-servers", "live"): 3}, operators=2, sightings=0, cases={"open": 1},
    notifications={'a"b\n\\': 4}, last_pull=None, last_done={"lake-tidy": AT}, last_failed={},
)  # fmt: skip
FIGURES = HubFigures(
    counts=COUNTS,
    zone=ZoneStatus(zone="rpz.example", serial=77, fed_at=AT, error="late", failed_at=AT),
    lag=ZoneLag(editions=3, seconds=61.5),
)
LINE = re.compile(r'noroshi_hub_[a-z_]+(\{[a-z]+="[^\n]*"(,[a-z]+="[^\n]*")*\})? -?[0-9.]+')


def test_every_line_is_a_comment_or_a_sample():
    lines = hub_metrics_text(FIGURES).splitlines()
    assert [line for line in lines if not line.startswith("# ") and not LINE.fullmatch(line)] == []
    assert 'noroshi_hub_entries{collection="c2-servers",standing="live"} 3' in lines
    assert (
        f'noroshi_hub_job_done_timestamp_seconds{{job="lake-tidy"}} {int(AT.timestamp())}' in lines
    )
    assert 'noroshi_hub_notifications{standing="a\\"b\\n\\\\"} 4' in lines


def test_every_metric_is_told_with_its_meaning():
    text = hub_metrics_text(FIGURES)
    assert [
        m.full_name for m in HUB_METRICS if f"# HELP {m.full_name} {m.meaning}" not in text
    ] == []


def test_the_zone_is_told_where_one_is_fed():
    lines = hub_metrics_text(FIGURES).splitlines()
    zone = [line for line in lines if line.startswith("noroshi_hub_zone")]
    assert zone == [
        'noroshi_hub_zone_serial{zone="rpz.example"} 77',
        'noroshi_hub_zone_lag_editions{zone="rpz.example"} 3',
        'noroshi_hub_zone_lag_seconds{zone="rpz.example"} 61.500',
        f'noroshi_hub_zone_fed_timestamp_seconds{{zone="rpz.example"}} {int(AT.timestamp())}',
        f'noroshi_hub_zone_failed_timestamp_seconds{{zone="rpz.example"}} {int(AT.timestamp())}',
    ]
    plain = hub_metrics_text(HubFigures(counts=COUNTS)).splitlines()
    assert not [line for line in plain if line.startswith("noroshi_hub_zone")]
