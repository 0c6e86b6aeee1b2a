"""Takedown: drafts of requests to take a harmful page down, for a person to check and send."""

from noroshi.sites.takedown.draft import Draft, drafts_for
from noroshi.sites.takedown.facts import EvidenceFile, TakedownFacts
from noroshi.sites.takedown.rdap import Contact, Role, read_rdap

__all__ = [
    "Contact",
    "Draft",
    "EvidenceFile",
    "Role",
    "TakedownFacts",
    "drafts_for",
    "read_rdap",
]
