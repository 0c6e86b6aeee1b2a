"""FlowDetector: what every detector over the flow table is, whichever room it lives in."""

from typing import Protocol

from noroshi.spine.engine.protocol import Engine
from noroshi.spine.model import Finding, Window

FLOWS = "flows"
"""Name of the registered table that detectors read; its columns are `FLOW_COLUMNS`."""


class FlowDetector(Protocol):
    """Flows of a window in, findings out.

    A detector's constructor takes parameters only, never data, and `detect` leaves it as it was.
    `noroshi.testing.check_detector` holds an implementation to this.
    """

    @property
    def name(self) -> str:
        """Stable name, part of every finding's id."""

    @property
    def version(self) -> str:
        """Changes whenever the same flows may give another answer."""

    def detect(self, engine: Engine, window: Window) -> list[Finding]:
        """What the flows of a window show.

        Args:
            engine: Has the table `flows`; its rows may begin or end outside the window.
            window: The time to look at; every finding bears it.

        Returns:
            One finding for each subject; empty when nothing stands out.
        """
