"""Following up: told devices to curves by group, each held against a control group."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from noroshi.iot.evaluate import Comparison, Followed, compare, curve_of, read_followed
from noroshi.spine.model import InputError
from noroshi.spine.model.survival import Survival


@dataclass(frozen=True, slots=True, kw_only=True)
class Remediation:
    """One group.

    Attributes:
        group: Its name.
        curve: Share of its devices still weak, by day.
        against_control: How it compares with the control, or with all the others; null for the
            control itself and where nothing was mended.
    """

    group: str
    curve: Survival
    against_control: Comparison | None


def follow_up(
    lines: Iterable[bytes | None],
    *,
    by: str,
    control: str | None,
    refused: Counter[str],
    others: bool = False,
) -> list[Remediation]:
    """The curve of each group, in the order of their names.

    Args:
        lines: JSON objects; null for a line that was too long.
        by: Field by which devices are compared.
        control: Group that the others are held against; null for none.
        refused: Counts, filled while lines are read.
        others: Hold each group against all the others, where there is no control.

    Raises:
        InputError: No device is in the control group.
    """
    groups: defaultdict[str, list[Followed]] = defaultdict(list)
    for device in read_followed(lines, by, refused):
        groups[device.group].append(device)
    if control is not None and control not in groups:
        raise InputError(
            f"no device has {by} = {control}; there is {', '.join(sorted(groups)) or 'none at all'}"
        )
    return [
        Remediation(
            group=name,
            curve=curve_of(devices),
            against_control=_held(name, groups, control, others=others),
        )
        for name, devices in sorted(groups.items())
    ]


def _held(
    name: str, groups: Mapping[str, list[Followed]], control: str | None, *, others: bool
) -> Comparison | None:
    """How a group compares; null where it is the control, or there is nothing to hold it against."""
    if control is None and others:
        rest = [one for other, those in groups.items() if other != name for one in those]
    else:
        rest = groups[control] if control is not None and name != control else []
    return compare(groups[name], rest) if rest else None
