"""An entry, who asks for it and what members say of it come together."""

from noroshi.spine.store import Database
from noroshi.spine.store.entry_record import read_entry
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.members import Operators
from noroshi.spine.store.sightings import Sightings
from noroshi.testing.editions import make_change
from noroshi.testing.findings import MADE_AT
from noroshi.testing.members import make_operator


def test_what_is_known_is_what_each_record_tells(database_place):
    with Database.open(database_place) as database:
        Operators(database).add(make_operator())
        shared = SharedList(database)
        (made,) = shared.publish([make_change(1)], MADE_AT)
        name = made.indicator.id
        told = read_entry(database, name, make_operator().id)
        assert told.operator == make_operator()
        assert told.history == shared.history(name) == [made]
        assert told.sightings == Sightings(database).of_indicator(name)
        nothing = read_entry(database, "none", None)
        assert (nothing.operator, nothing.history, nothing.sightings) == (None, [], [])
