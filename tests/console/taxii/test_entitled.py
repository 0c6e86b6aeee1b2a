"""Entitled: ids of collections are the same on every hub."""

from uuid import UUID

from noroshi.console.taxii.entitled import TITLES, WRITABLE, collection_id
from noroshi.jobs.decide.contributing import KINDS
from noroshi.spine.model import COLLECTIONS


def test_every_collection_has_an_id_of_its_own_and_a_title():
    assert len({UUID(collection_id(name)) for name in COLLECTIONS}) == len(COLLECTIONS)
    assert TITLES.keys() == set(COLLECTIONS)


def test_a_post_to_a_writable_collection_says_what_it_is():
    assert KINDS.keys() == WRITABLE
