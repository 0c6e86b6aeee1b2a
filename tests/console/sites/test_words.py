"""Every value that the pages show has words."""

from noroshi.console.sites import words
from noroshi.sites.visit import HopKind, Outcome
from noroshi.sites.visit.profile import PROFILES
from noroshi.spine.model.site_proposal import ProposalState, SiteAct
from noroshi.spine.model.site_report import Channel
from noroshi.spine.model.site_verdict import SiteDanger
from noroshi.spine.store.site_cases import CaseView


def test_no_value_is_without_words():
    for table, values in (
        (words.VIEWS, CaseView),
        (words.CHANNELS, Channel),
        (words.OUTCOMES, Outcome),
        (words.HOPS, HopKind),
        (words.ACTS, SiteAct),
        (words.DANGERS, SiteDanger),
        (words.PROPOSALS, ProposalState),
    ):
        assert set(table) == {str(value) for value in values}
    assert set(words.PROFILES) == set(PROFILES)
    assert words.profile_text("own").en == "own"
