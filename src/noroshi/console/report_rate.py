"""Report rate: how often an address reported sites of late. Kept in memory only, never in the state."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
MOST_ADDRESSES = 20_000
"""Addresses that are remembered; those that reported longest ago go first."""


class ReportRate:
    """Counts by address. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times: OrderedDict[str, list[datetime]] = OrderedDict()

    def pass_(self, address: str, at: datetime, *, most: int) -> int:
        """Count a report if it may pass; gives 0 then, else the seconds to wait.

        Args:
            address: Who reports.
            at: Now.
            most: Reports of an address in an hour that pass.
        """
        with self._lock:
            times = [time for time in self._times.pop(address, []) if time > at - HOUR]
            wait_s = 0
            if len(times) >= most:
                wait_s = max(1, int((times[0] + HOUR - at).total_seconds()))
            else:
                times.append(at)
            self._times[address] = times
            while len(self._times) > MOST_ADDRESSES:
                self._times.popitem(last=False)
            return wait_s
