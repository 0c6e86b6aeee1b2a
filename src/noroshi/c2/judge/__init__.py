"""Judge: evidence in, explained and calibrated findings out."""

from noroshi.c2.judge.detector import KIND, ServerDetector, ServerParameters
from noroshi.c2.judge.labels import C2_PREFIX, label_text
from noroshi.c2.judge.model import Judgement, Weights, judge, shipped_weights
from noroshi.c2.judge.reasons import Reasons, term_title

__all__ = [
    "C2_PREFIX",
    "KIND",
    "Judgement",
    "Reasons",
    "ServerDetector",
    "ServerParameters",
    "Weights",
    "judge",
    "label_text",
    "shipped_weights",
    "term_title",
]
