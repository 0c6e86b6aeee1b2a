"""The digest of a list depends on what is published, not on where."""

from noroshi.spine.model import Standing
from noroshi.spine.store import Database
from noroshi.spine.store.list_digest import list_digest
from noroshi.spine.store.lists import SharedList
from noroshi.testing.editions import make_change
from noroshi.testing.findings import MADE_AT


def test_the_same_list_has_the_same_digest_on_every_database(database_place, tmp_path):
    digests = []
    for place in (database_place, tmp_path / "other.db"):
        with Database.open(place) as database:
            empty = list_digest(database)
            SharedList(database).publish([make_change(n) for n in range(5)], MADE_AT)
            digests.append(list_digest(database))
    assert digests[0] == digests[1] != empty
    assert (digests[0].head, digests[0].entries) == (5, 5)


def test_a_withdrawal_changes_it(database):
    shared = SharedList(database)
    shared.publish([make_change(1)], MADE_AT)
    before = list_digest(database)
    shared.publish([make_change(1, Standing.WITHDRAWN)], MADE_AT)
    after = list_digest(database)
    assert (after.entries, after.head) == (1, 2)
    assert after.digest != before.digest
