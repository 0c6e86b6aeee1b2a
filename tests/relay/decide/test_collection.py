"""Collection: every list that a kind of finding stands on exists."""

from noroshi.relay.decide.collection import LISTS, collection_of
from noroshi.spine.model import COLLECTIONS


def test_every_list_exists():
    assert set(LISTS.values()) <= set(COLLECTIONS)


def test_a_kind_without_a_list_is_not_shared():
    assert collection_of("c2-server") == "c2-servers"
    assert collection_of("weak-device") is None
