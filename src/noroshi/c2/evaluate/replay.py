"""Replay: how long after its first contact a C&C server would have been listed.

The window is cut at growing ends; a flow counts once it has ended, as an exporter tells it then.
Weights never saw the server's scenario.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from noroshi.c2.analyse import Analysis
from noroshi.c2.evaluate.folds import Folds, Told
from noroshi.c2.evaluate.labelled import Labelled, label
from noroshi.c2.judge.model import judge
from noroshi.spine.model import Window

MINUTE_MS = 60_000
ENDS_MIN = (5, 10, 20, 30, 60, 120, 360, 720, 1440)
"""Minutes after the first contact at which the window is cut."""

CLASSES = ((60.0, "up to 60 s"), (600.0, "up to 10 min"), (float("inf"), "longer"))
NO_RHYTHM = "no rhythm"

Analyse = Callable[[pa.Table, Window], Analysis]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """When a C&C server was first listed.

    Attributes:
        address: The server.
        scenario: Its capture.
        period_s: Median gap of its contacts in the whole window; null below six gaps.
        minutes: Minutes from its first contact to the first end at which it is listed; null if never.
    """

    address: str
    scenario: str
    period_s: float | None
    minutes: int | None

    @property
    def period_class(self) -> str:
        """Class of the period, for summaries."""
        if self.period_s is None:
            return NO_RHYTHM
        return next(name for most, name in CLASSES if self.period_s <= most)

    def as_row(self) -> dict[str, object]:
        """Machine output."""
        return {
            "address": self.address,
            "scenario": self.scenario,
            "period_s": None if self.period_s is None else round(self.period_s, 3),
            "period_class": self.period_class,
            "minutes_to_list": self.minutes,
        }


def replay(
    flows: pa.Table,
    labelled: Labelled,
    folds: Folds,
    *,
    threshold: float,
    analyse: Analyse,
    told: Told | None = None,
) -> Iterator[Detection]:
    """Detections of every C&C server that a flow touched, by address.

    Args:
        flows: Columns of the flow table.
        labelled: The whole window beside the truth.
        folds: Weights by scenario that they never saw.
        threshold: Probability from which a server is listed.
        analyse: The analysis of a flow table and window.
        told: Hears of progress.
    """
    addresses = np.unique(labelled.address[labelled.counted & labelled.is_c2]).tolist()
    for number, address in enumerate(addresses):
        mine = labelled.address == address
        first_ms = int(labelled.analysis.servers["first_ms"][mine].min())
        period = labelled.analysis.servers["period_s"][mine]
        known = period[~np.isnan(period)]
        yield Detection(
            address=address,
            scenario=labelled.truth.scenario(address),
            period_s=float(known.min()) if len(known) else None,
            minutes=_listed_after(flows, labelled, folds, address, first_ms, threshold, analyse),
        )
        if told:
            told("replay", number + 1, len(addresses))


def median_minutes(detections: Sequence[Detection]) -> dict[str, dict[str, float | int | None]]:
    """By class of period: servers, servers listed, and the median minutes of those."""
    names = [*(name for _, name in CLASSES), NO_RHYTHM]
    table: dict[str, dict[str, float | int | None]] = {}
    for name in names:
        of_class = [one for one in detections if one.period_class == name]
        times = [one.minutes for one in of_class if one.minutes is not None]
        if of_class:
            median = float(np.median(times)) if times else None
            table[name] = {"servers": len(of_class), "listed": len(times), "median_min": median}
    return table


def _listed_after(  # noqa: PLR0913, PLR0917  # the parts of one replay
    flows: pa.Table,
    labelled: Labelled,
    folds: Folds,
    address: str,
    first_ms: int,
    threshold: float,
    analyse: Analyse,
) -> int | None:
    whole = labelled.analysis.window
    weights = folds.weights(labelled.truth.scenario(address))
    for minutes in ENDS_MIN:
        end_ms = min(first_ms + minutes * MINUTE_MS, whole.end_ms)
        window = Window.of_ms(whole.start_ms, end_ms)
        seen = label(
            analyse(_ended(flows, end_ms), window), labelled.truth,
            name="replay", condition="replay", importance=0.0,
        )  # fmt: skip
        chances = judge(seen.analysis, weights).probability[seen.address == address]
        if chances.max(initial=0.0) >= threshold:
            return minutes
        if end_ms == whole.end_ms:
            return None
    return None


def _ended(flows: pa.Table, end_ms: int) -> pa.Table:
    end = pa.scalar(end_ms, pa.int64()).cast(pa.timestamp("ms"))
    return flows.filter(pc.less_equal(flows["flowEndMilliseconds"], end))
