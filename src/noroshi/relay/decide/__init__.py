"""Decide: may this finding leave the house, for how long, and who must agree?"""

from noroshi.relay.decide.candidate import Candidate, candidates
from noroshi.relay.decide.collection import LISTS, collection_of
from noroshi.relay.decide.contributed import (
    CONTRIBUTED,
    GONE,
    heard_at,
    holds,
    is_spent,
    spent,
    strictest,
    supports,
    title_of,
    weighed,
)
from noroshi.relay.decide.guard import Guarded, guard
from noroshi.relay.decide.indicators import indicators
from noroshi.relay.decide.life import Ending, Life
from noroshi.relay.decide.policy import (
    UNTOLD,
    MemberSpace,
    SharePolicy,
    member_spaces,
    networks,
)
from noroshi.relay.decide.ranges import Network, Span
from noroshi.relay.decide.record import PERSON, Record
from noroshi.relay.decide.review import Waiting, queue
from noroshi.relay.decide.special import DOCUMENTATION, SPECIAL_PURPOSE
from noroshi.relay.decide.step import Outcome, Step, step
from noroshi.relay.decide.verdict import HARMLESS, POLICY, decide, undecided
from noroshi.relay.decide.warn import NO_WARNINGS, SHIPPED, Matcher, WarningFolders, WarningList
from noroshi.relay.decide.wording import told_outside

__all__ = [
    "CONTRIBUTED",
    "DOCUMENTATION",
    "GONE",
    "HARMLESS",
    "LISTS",
    "NO_WARNINGS",
    "PERSON",
    "POLICY",
    "SHIPPED",
    "SPECIAL_PURPOSE",
    "UNTOLD",
    "Candidate",
    "Ending",
    "Guarded",
    "Life",
    "Matcher",
    "MemberSpace",
    "Network",
    "Outcome",
    "Record",
    "SharePolicy",
    "Span",
    "Step",
    "Waiting",
    "WarningFolders",
    "WarningList",
    "candidates",
    "collection_of",
    "decide",
    "guard",
    "heard_at",
    "holds",
    "indicators",
    "is_spent",
    "member_spaces",
    "networks",
    "queue",
    "spent",
    "step",
    "strictest",
    "supports",
    "title_of",
    "told_outside",
    "undecided",
    "weighed",
]
