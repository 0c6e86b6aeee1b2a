"""Judge: known weaknesses and end of life of what was identified, never more than the answer says."""

from noroshi.iot.judge.endoflife import EndOfLife, parse_end_of_life
from noroshi.iot.judge.kev import parse_kev
from noroshi.iot.judge.nvd import Certainty, Range, parse_nvd
from noroshi.iot.judge.weakness import Knowledge, Weakness

__all__ = [
    "Certainty",
    "EndOfLife",
    "Knowledge",
    "Range",
    "Weakness",
    "parse_end_of_life",
    "parse_kev",
    "parse_nvd",
]
