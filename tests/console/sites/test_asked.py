"""What is asked for goes into an address and back."""

from noroshi.console.sites.asked import AskedCases
from noroshi.spine.store.site_cases import CaseView


def test_an_address_comes_back_as_it_was():
    asked = AskedCases.of({"view": "done", "brand": "A&B", "x": "1", "q": " a "})
    assert asked.query() == "view=done&brand=A%26B&q=a"
    assert asked.query(brand="", skip=50) == "view=done&q=a&skip=50"
    assert asked.choice().view is CaseView.DONE


def test_without_a_view_those_to_look_at_are_meant():
    assert AskedCases.of({}).choice().view is CaseView.LOOK
