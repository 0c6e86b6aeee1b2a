"""Truth: endpoints in their canonical form, lines only as counts where they leave."""

from noroshi.lab.plan import BOTNETS
from noroshi.lab.truth import Controller, Truth, kind_text, truth_of
from noroshi.spine.model import Endpoint

ONE = Controller(
    endpoint=Endpoint("198.18.0.1", 443, "tcp"), kind="c2-irc", family="a", bots=(1, 2)
)


def test_every_way_of_control_has_words_in_both_languages():
    for kind in BOTNETS:
        words = kind_text(kind)
        assert kind not in (words.ja, words.en)


def test_a_line_may_be_infected_twice():
    truth = truth_of([("b", [1], []), ("a", [1, 2], [ONE])])
    assert truth.infected == {1: ("a", "b"), 2: ("a",)}
    assert truth.addresses == {"198.18.0.1"}


def test_rows_tell_how_many_bots_but_not_which():
    rows = list(Truth(controllers=(ONE,), infected={1: ("a",)}).rows())
    assert rows == [
        {
            "address": "198.18.0.1",
            "port": 443,
            "protocol": "tcp",
            "kind": "c2-irc",
            "family": "a",
            "bots": 2,
        }
    ]
