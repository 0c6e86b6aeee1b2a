"""Offices of tests stand on a clock that goes when told to."""

from noroshi.spine.store import Database
from noroshi.spine.store.lists import SharedList
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.offices import Clock, make_office, publish


def test_an_office_has_the_clocks_time_and_the_list_what_was_published(tmp_path):
    clock = Clock(AT)
    with Database.open(tmp_path / "state.db") as database:
        office = make_office(database, clock)
        clock.go(hours=2)
        assert (office.clock() - AT).total_seconds() == 7_200
        publish(database, range(3), AT)
        assert SharedList(database).head() == 3
