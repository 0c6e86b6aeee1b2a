from noroshi.sites.judge.terms import TERMS
from noroshi.sites.judge.terms.term import ramp, shown
from noroshi.testing.judged_pages import JUDGE, article, imitation, own_page
from noroshi.testing.visits import page_visit

PAGES = [
    imitation(),
    own_page(),
    article(),
    page_visit("https://192.0.2.1/"),
    page_visit("https://x.test/", "\0<" * 50),
]


def test_codes_are_unique_and_of_the_room() -> None:
    codes = [term.code for term in TERMS]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("sites.") for code in codes)


def test_strengths_are_bounded_and_sentences_whole_on_any_page() -> None:
    for visit in PAGES:
        facts = JUDGE.facts([visit])
        for term in TERMS:
            assert 0 <= term.strength(facts) <= 1.6, term.code
            text = term.say(facts, float(term.measure(facts)))
            assert text.ja != text.en


def test_ramp_and_shown_hold_their_bounds() -> None:
    assert [ramp(value, 1, 3) for value in (0, 1, 2, 3, 9)] == [0, 0, 0.5, 1, 1]
    assert len(shown("x" * 200)) == 60
