"""Programme: how far the devices of one operator are, in counts that name nobody."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from noroshi.spine.model.line_case import LineState

CONTROL_ARM = "none"
_TOLD_IS = {LineState.NOTIFIED, LineState.REACHED, LineState.FIXED, LineState.MOVED, LineState.UNREACHABLE, LineState.REFUSED}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Counts of devices.

    Attributes:
        devices: All that are cases.
        told: Those of arms that are told which have left `drawn`.
        reached: Of the told, where somebody answered and the state still says so.
        fixed_told: Of the told, seen mended.
        control: Devices of the control arm.
        fixed_control: Of them, seen mended.
        states: Devices by state.
    """

    devices: int
    told: int
    reached: int
    fixed_told: int
    control: int
    fixed_control: int
    states: Mapping[str, int]

    @classmethod
    def of(cls, counts: Mapping[tuple[str, str], int]) -> "Progress":
        """From counts by arm and state."""
        states: Counter[str] = Counter()
        told: Counter[str] = Counter()
        control: Counter[str] = Counter()
        for (arm, state), count in counts.items():
            states[state] += count
            (control if arm == CONTROL_ARM else told)[state] += count
        return cls(
            devices=states.total(),
            told=sum(told[state] for state in _TOLD_IS),
            reached=told[LineState.REACHED],
            fixed_told=told[LineState.FIXED],
            control=control.total(),
            fixed_control=control[LineState.FIXED],
            states=dict(states),
        )

    def as_counts(self) -> dict[str, int]:
        """For the record of runs."""
        return {
            "devices": self.devices,
            "told": self.told,
            "reached": self.reached,
            "fixed": self.fixed_told,
            "control": self.control,
            "fixed in control": self.fixed_control,
        }
