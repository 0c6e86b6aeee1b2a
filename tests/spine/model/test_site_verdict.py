"""Which verdict holds: the newest that has all its keys."""

from dataclasses import replace

from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict, holding, standing
from noroshi.testing.findings import MADE_AT

ONE = SiteVerdict(
    url="http://a.example/", danger=SiteDanger.DANGEROUS, score=0.9, by="judge:page/1", at=MADE_AT
)
TWO_KEYS = replace(ONE, keys=2)


def test_nothing_holds_before_a_verdict():
    assert holding([]) is None


def test_a_verdict_with_one_key_holds_at_once():
    assert holding([ONE]) is ONE


def test_a_verdict_with_two_keys_waits_for_another_judge():
    assert holding([TWO_KEYS]) is None
    assert holding([TWO_KEYS, TWO_KEYS]) is None
    second = replace(TWO_KEYS, by="user:b")
    assert holding([TWO_KEYS, second]) is second


def test_another_opinion_breaks_the_agreement():
    other = replace(TWO_KEYS, danger=SiteDanger.HARMLESS, by="user:b")
    assert holding([TWO_KEYS, other, replace(TWO_KEYS, by="user:c")]) is None


def test_what_held_goes_on_until_the_new_one_has_its_keys():
    doubt = replace(TWO_KEYS, danger=SiteDanger.HARMLESS, by="user:a")
    assert holding([ONE, doubt]) is ONE
    settled = replace(doubt, by="user:b")
    assert holding([ONE, doubt, settled]) is settled


def test_a_persons_verdict_stands_against_later_ones_of_programs():
    person = replace(ONE, danger=SiteDanger.HARMLESS, by="user:a")
    assert holding([ONE, person, ONE]) is person


def test_what_is_taken_back_counts_no_more():
    person = replace(ONE, danger=SiteDanger.HARMLESS, by="user:a")
    undo = replace(ONE, by="user:b", undo=True)
    assert holding([ONE, person, undo]) is ONE
    assert standing([person, ONE, undo]) == [ONE]
    assert standing([ONE, undo]) == [ONE]


def test_a_verdict_of_two_keys_is_taken_back_whole():
    first = replace(TWO_KEYS, danger=SiteDanger.HARMLESS, by="user:a")
    second = replace(first, by="user:b")
    undo = replace(ONE, by="user:c", undo=True)
    assert holding([ONE, first, second]) is second
    assert holding([ONE, first, second, undo]) is ONE
