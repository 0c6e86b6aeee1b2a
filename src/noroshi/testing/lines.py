"""Lines for tests: an operator's home with a session log, and exposures on its lines."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from noroshi.jobs.iot.naming_lines import Named, name_lines
from noroshi.jobs.iot.opening_cases import Opened, open_cases
from noroshi.spine.home import Home
from noroshi.spine.model.line_case import LineCase
from noroshi.spine.store import Store
from noroshi.spine.store.line_cases import LineCases
from noroshi.testing.desks import add_operator

SEEN = datetime(2026, 11, 1, 12, tzinfo=UTC)
DRAWN = SEEN + timedelta(days=1)
OPERATOR, BY, PURPOSE = "alpha", "user:desk", "a test"
SETTINGS = """\
[desk]
name_ja = "実験通信"
name_en = "Example Net"
phone = "00-0000-0000"
"""
LOG = """\
address,start,end,subscriber
192.0.2.1,2026-10-01T00:00:00Z,2026-11-05T00:00:00Z,line-1
192.0.2.9,2026-11-05T00:00:00Z,,line-1
192.0.2.2,2026-10-01T00:00:00Z,,line-2
192.0.2.3,2026-10-01T00:00:00Z,2026-11-03T00:00:00Z,line-3
192.0.2.4,2026-10-01T00:00:00Z,2026-11-01T12:00:10Z,line-4
192.0.2.4,2026-11-01T12:00:10Z,,line-5
"""
"""Line 1 moves, line 2 stays, line 3 ends; at 192.0.2.4 nobody can say."""


class OperatorHome:
    """An operator's home.

    Attributes:
        home: Itself.
        log: Its session log.
    """

    def __init__(self, path: Path, settings: str = SETTINGS) -> None:
        path.mkdir(parents=True, exist_ok=True)
        (path / "noroshi.toml").write_text(settings, encoding="utf-8")
        self.home = Home(path).create()
        self.log = path / "log.csv"
        self.log.write_text(LOG, encoding="ascii")
        with Store.open(self.home.state) as store:
            add_operator(store.database, OPERATOR)

    def named(self, *rows: dict[str, object]) -> Named:
        """What the log says of exposures."""
        lines = [json.dumps(row).encode() for row in rows]
        return name_lines(self.home, lines, [self.log], by=BY, skew_s=60, purpose=PURPOSE)

    def opened(self, *rows: dict[str, object], at: datetime = DRAWN) -> Opened:
        """Cases of exposures."""
        with Store.open(self.home.state) as store:
            return open_cases(
                self.home, store, self.named(*rows).answers, operator_id=OPERATOR, by=BY, at=at
            )

    def cases(self) -> list[LineCase]:
        """All cases as they are now."""
        with Store.open(self.home.state) as store:
            return LineCases(store.database).some()


def weak_row(number: int, at: datetime = SEEN, **more: object) -> dict[str, object]:
    """A reflector at 192.0.2.`number`."""
    row: dict[str, object] = {
        "id": f"r{number}", "address": f"192.0.2.{number}", "port": 1900, "transport": "udp",
        "time": f"{at:%Y-%m-%dT%H:%M:%SZ}", "protocol": "ssdp", "kind": "reflector",
        "device": f"print-{number}",
    }  # fmt: skip
    return row | more
