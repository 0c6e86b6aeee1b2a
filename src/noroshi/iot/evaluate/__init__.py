"""Evaluate: whether telling owners makes them mend their devices."""

from noroshi.iot.evaluate.follow_file import read_followed
from noroshi.iot.evaluate.remediation import Comparison, Followed, compare, curve_of

__all__ = ["Comparison", "Followed", "compare", "curve_of", "read_followed"]
