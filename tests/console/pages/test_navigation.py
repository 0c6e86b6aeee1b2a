"""Navigation: the menu leads only where the reader may go, and to pages that exist."""

import pytest

from noroshi.console.caller import NOBODY
from noroshi.console.pages.navigation import PLACES, Place, places_for
from noroshi.console.pages.static import assets
from noroshi.spine.model import Right, Text


def test_a_place_holds_its_page_and_what_lies_below():
    place = Place(path="/list", name=Text(ja="a", en="a"), icon="list", right=Right.READ_LISTS)
    assert place.holds("/list")
    assert place.holds("/list/x")
    assert not place.holds("/lists")


def test_the_overview_holds_only_itself():
    place = Place(path="/", name=Text(ja="a", en="a"), icon="list", right=Right.READ_LISTS)
    assert place.holds("/")
    assert not place.holds("/list")


@pytest.mark.parametrize("role", ["reader", "analyst", "coordinator", "ministry-viewer"])
def test_the_menu_shows_what_a_role_may_do(caller_as, role):
    caller = caller_as(role)
    shown = places_for(caller)
    assert shown == [p for p in PLACES if p.right is None or p.right in caller.rights]


def test_nobody_gets_no_menu():
    assert places_for(NOBODY) == []


def test_every_place_has_its_picture():
    icons = assets()["icons.svg"].content.decode()
    assert [p.icon for p in PLACES if f'id="{p.icon}"' not in icons] == []
