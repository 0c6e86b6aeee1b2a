"""`noroshi audit show`: newest first, filtered."""

import json
from datetime import UTC, datetime

from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.home import Home

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_lines_are_shown_newest_first_and_filtered(noroshi, tmp_path):
    trail = trail_of(Home(tmp_path / "home").create(), lambda: AT)
    trail.note("user:hanako", "token.issue", "[bold]BIND[/bold]", {"rights": "lists.read"})
    trail.note("user:taro", "token.revoke", "BIND")

    def shown(*options):
        rows = noroshi("audit", "show", "--json", *options).stdout.splitlines()
        return [json.loads(row)["position"] for row in rows]

    assert shown() == [2, 1]
    assert shown("--by", "user:hanako") == [1]
    assert shown("--action", "token.revoke") == [2]
    assert shown("--since", "2026-01-05T09:00:00Z", "--limit", "1") == [2]
    assert shown("--since", "2026-01-06") == []
    table = noroshi("audit", "show", COLUMNS="160").stdout
    assert "[bold]BIND[/bold]" in table
    assert "rights=lists.read" in table
