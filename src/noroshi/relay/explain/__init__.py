"""Explain: a finding as a page that a person can check."""

from noroshi.relay.explain.language import Audience, Lang
from noroshi.relay.explain.machine import portrait_as_dict
from noroshi.relay.explain.page import render_portrait, render_portraits, render_report
from noroshi.relay.explain.portrait import (
    QUANTILES,
    ClientRow,
    Comparison,
    Contacts,
    Histogram,
    Portrait,
)
from noroshi.relay.explain.report import Outcome, Summary, TrueServer, Truth
from noroshi.relay.explain.terminal import print_portrait

__all__ = [
    "QUANTILES",
    "Audience",
    "ClientRow",
    "Comparison",
    "Contacts",
    "Histogram",
    "Lang",
    "Outcome",
    "Portrait",
    "Summary",
    "TrueServer",
    "Truth",
    "portrait_as_dict",
    "print_portrait",
    "render_portrait",
    "render_portraits",
    "render_report",
]
