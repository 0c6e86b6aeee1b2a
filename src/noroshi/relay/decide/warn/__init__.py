"""Warn: lists of values that are rarely bad, and what to do before such a value is shared."""

from noroshi.relay.decide.warn.folder import SHIPPED, Problem, WarningFolders
from noroshi.relay.decide.warn.matcher import NO_WARNINGS, Matcher
from noroshi.relay.decide.warn.warning_list import Matching, WarningList, parse_warning_list

__all__ = [
    "NO_WARNINGS",
    "SHIPPED",
    "Matcher",
    "Matching",
    "Problem",
    "WarningFolders",
    "WarningList",
    "parse_warning_list",
]
