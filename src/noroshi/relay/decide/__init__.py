"""Decide: may this finding leave the house, for how long, and who must agree?"""

from noroshi.relay.decide.candidate import Candidate, candidates
from noroshi.relay.decide.collection import LISTS, collection_of
from noroshi.relay.decide.guard import Guarded, guard
from noroshi.relay.decide.indicators import indicators
from noroshi.relay.decide.life import Life
from noroshi.relay.decide.policy import (
    MemberSpace,
    Network,
    SharePolicy,
    member_spaces,
    networks,
)
from noroshi.relay.decide.record import PERSON, Record
from noroshi.relay.decide.review import Waiting, queue
from noroshi.relay.decide.special import DOCUMENTATION, SPECIAL_PURPOSE
from noroshi.relay.decide.step import Outcome, Step, step
from noroshi.relay.decide.verdict import POLICY, decide, undecided
from noroshi.relay.decide.warn import NO_WARNINGS, SHIPPED, Matcher, WarningFolders, WarningList
from noroshi.relay.decide.wording import told_outside

__all__ = [
    "DOCUMENTATION",
    "LISTS",
    "NO_WARNINGS",
    "PERSON",
    "POLICY",
    "SHIPPED",
    "SPECIAL_PURPOSE",
    "Candidate",
    "Guarded",
    "Life",
    "Matcher",
    "MemberSpace",
    "Network",
    "Outcome",
    "Record",
    "SharePolicy",
    "Step",
    "Waiting",
    "WarningFolders",
    "WarningList",
    "candidates",
    "collection_of",
    "decide",
    "guard",
    "indicators",
    "member_spaces",
    "networks",
    "queue",
    "step",
    "told_outside",
    "undecided",
]
