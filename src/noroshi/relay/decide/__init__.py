"""Decide: may this finding leave the house?"""

from noroshi.relay.decide.indicators import indicators
from noroshi.relay.decide.policy import Network, SharePolicy, networks
from noroshi.relay.decide.special import DOCUMENTATION, SPECIAL_PURPOSE
from noroshi.relay.decide.verdict import POLICY, decide, undecided

__all__ = [
    "DOCUMENTATION",
    "POLICY",
    "SPECIAL_PURPOSE",
    "Network",
    "SharePolicy",
    "decide",
    "indicators",
    "networks",
    "undecided",
]
