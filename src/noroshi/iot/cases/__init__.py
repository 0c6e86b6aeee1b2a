"""Cases: a weak device on a line, from the draw of its arm to the look that finds it mended."""

from noroshi.iot.cases.arm import Arm, arm_of
from noroshi.iot.cases.line_name import LineNames
from noroshi.iot.cases.look import Look, after_look
from noroshi.iot.cases.schedule import next_look
from noroshi.iot.cases.tracking import make_tracking, read_tracking, shown_tracking

__all__ = [
    "Arm",
    "LineNames",
    "Look",
    "after_look",
    "arm_of",
    "make_tracking",
    "next_look",
    "read_tracking",
    "shown_tracking",
]
