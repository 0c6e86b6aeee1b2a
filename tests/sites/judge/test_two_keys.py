"""Two keys: what a verdict does, and how many persons it takes."""

from dataclasses import replace

import pytest

from noroshi.sites.judge.two_keys import act_of, keys_of
from noroshi.spine.home.site_settings import SitesSettings
from noroshi.spine.model.site_proposal import SiteAct
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.testing.findings import MADE_AT

BAD, GOOD, DOUBT = SiteDanger.DANGEROUS, SiteDanger.HARMLESS, SiteDanger.SUSPICIOUS
HELD = SiteVerdict(url="http://a.example/", danger=BAD, score=0.9, by="judge:x", at=MADE_AT)


@pytest.mark.parametrize(
    ("held", "danger", "shared", "act"),
    [
        (BAD, BAD, False, SiteAct.AGREE),
        (BAD, BAD, True, SiteAct.AGREE),
        (GOOD, BAD, False, SiteAct.TO_MALICIOUS),
        (None, BAD, False, SiteAct.TO_MALICIOUS),
        (BAD, GOOD, False, SiteAct.TO_HARMLESS),
        (BAD, GOOD, True, SiteAct.WITHDRAW_SHARED),
        (GOOD, GOOD, True, SiteAct.WITHDRAW_SHARED),
        (BAD, DOUBT, True, SiteAct.WITHDRAW_SHARED),
        (BAD, DOUBT, False, SiteAct.OTHER),
    ],
)
def test_an_act_is_told_by_what_held_and_whether_it_is_shared(held, danger, shared, act):
    verdict = replace(HELD, danger=held) if held else None
    assert act_of(verdict, danger, shared=shared) is act


def test_blocking_anew_and_withdrawing_take_two_persons_unless_told_otherwise():
    two = SitesSettings().two_keys
    assert {act for act in SiteAct if keys_of(act, two) == 2} == {
        SiteAct.TO_MALICIOUS,
        SiteAct.WITHDRAW_SHARED,
    }
    assert keys_of(SiteAct.TO_MALICIOUS, ()) == 1


def test_many_pages_at_once_take_two_persons_unless_nothing_does():
    assert keys_of(SiteAct.AGREE, SitesSettings().two_keys, many=True) == 2
    assert keys_of(SiteAct.AGREE, (), many=True) == 1
