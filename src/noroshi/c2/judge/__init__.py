"""Judge: evidence in, explained and calibrated findings out."""

from noroshi.c2.judge.detector import KIND, ServerDetector, ServerParameters
from noroshi.c2.judge.model import Allowance, Judgement, Weights, judge, shipped_weights
from noroshi.c2.judge.reasons import Reasons, term_title

__all__ = [
    "KIND",
    "Allowance",
    "Judgement",
    "Reasons",
    "ServerDetector",
    "ServerParameters",
    "Weights",
    "judge",
    "shipped_weights",
    "term_title",
]
