"""Plan: whether another visitor should look, since the page may show that one something else."""

from noroshi.sites.judge.page_judge import Judged
from noroshi.sites.judge.verdict import SiteVerdict

PROFILES = ("mobile", "desktop", "returning", "foreign")
"""Who looks, in order: most pages in Japan are made for a phone that comes from a message."""

LITTLE_TEXT, CLEAR_CLAIM = 120, 0.8


def wants_another(judged: Judged) -> bool:
    """Whether what was seen may not be all.

    Reasons are: nothing there, hardly a word, tests for machines, a borrowed name that asks for nothing
    yet, or doubt.

    A sure harm ends the search, and so does an ordinary page.
    """
    called, weighed = judged.called, judged.weighed
    if called.verdict.malicious:
        return False
    look = weighed.facts.looks[-1]
    if called.verdict in {SiteVerdict.DEAD, SiteVerdict.SUSPICIOUS}:
        return not all(one.parked for one in weighed.facts.looks)
    tests = max(one.page.script.looks for one in weighed.facts.looks)
    little = len(look.page.text) < LITTLE_TEXT and not look.page.asked and len(look.page.links) < 5
    claim = weighed.facts.foreign_claim
    gate = claim is not None and claim.strength >= CLEAR_CLAIM and not weighed.facts.asks
    return tests > 0 or little or gate
