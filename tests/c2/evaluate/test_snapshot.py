"""Snapshot: dated by the list's own words, then by its name."""

from datetime import UTC, datetime

import pytest

from noroshi.c2.evaluate.lists import parse_list

FEODO = """\
################################################################
# abuse.ch Feodo Tracker Botnet C2 IP Blocklist (CSV)          #
# Last updated: 2026-04-04 07:03:03 UTC                        #
################################################################
#
"first_seen_utc","dst_ip","dst_port","c2_status","last_online","malware"
"2026-03-23 17:51:44","192.0.2.135","1194","online","2026-04-01","Example"
"2026-03-23 17:51:44","not an address","1194","online","2026-04-01","Example"
"yesterday","192.0.2.136","1194","online","2026-04-01","Example"
"2026-03-23 17:51:44","192.0.2.137","99999","online","2026-04-01","Example"
"""


IPSUM = "# IPsum Threat Intelligence Feed\n# Last update: Sat, 22 Aug 2026 03:00:29 +0200\n192.0.2.20\t10\n192.0.2.21\t3\n"


FIREHOL = "#\n# feodo\n# ipv4 hash:net ipset\n# Source File Date: Fri Oct 23 13:45:29 UTC 2026\n192.0.2.0/28\n0.0.0.0/0\n192.0.2.77/32\n"


@pytest.mark.parametrize(
    ("text", "name", "snapshot"),
    [
        (FEODO, "x.csv", datetime(2026, 4, 4, 7, 3, 3, tzinfo=UTC)),
        (IPSUM, "x.txt", datetime(2026, 8, 22, 1, 0, 29, tzinfo=UTC)),
        (FIREHOL, "x.ipset", datetime(2026, 10, 23, 13, 45, 29, tzinfo=UTC)),
        ("192.0.2.1\n", "all_2026-03-16.txt", datetime(2026, 3, 16, tzinfo=UTC)),
        ("192.0.2.1\n", "all_2026-13-45.txt", None),
        ("192.0.2.1\n", "all.txt", None),
    ],
)
def test_the_snapshot_is_dated_by_its_own_words_then_by_its_name(text, name, snapshot):
    found = parse_list(text.encode(), name)
    assert found.snapshot == snapshot
    if snapshot:
        assert found.observations[0].source == f"{name}@{snapshot:%Y-%m-%d}"
