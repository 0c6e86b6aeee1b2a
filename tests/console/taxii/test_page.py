"""Page: one item more than the limit says that there is more."""

import json

from noroshi.console.taxii.filters import Place
from noroshi.console.taxii.objects import Item
from noroshi.console.taxii.page import envelope, manifest, versions


def item(number):
    return Item(
        id=f"indicator--{number}",
        added=f"2026-01-0{number}T00:00:00.000000Z",
        version=f"v{number}",
        body=json.dumps({"number": number}).encode(),
        place=Place(5, number),
    )


def test_an_empty_page_has_no_list_and_no_stamps():
    made = envelope([], 3)
    assert json.loads(made.content) == {"more": False}
    assert made.headers == {}


def test_a_full_page_leads_on():
    made = envelope([item(1), item(2), item(3)], 2)
    told = json.loads(made.content)
    assert told["objects"] == [{"number": 1}, {"number": 2}]
    assert told["more"] is True
    assert Place.of(told["next"]) == Place(5, 2)
    assert made.headers["X-TAXII-Date-Added-Last"] == "2026-01-02T00:00:00.000000Z"


def test_manifest_and_versions_tell_the_same_items():
    row = json.loads(manifest([item(1)], 2).content)["objects"][0]
    assert row["date_added"] == "2026-01-01T00:00:00.000000Z"
    assert json.loads(versions([item(1)], 2).content)["versions"] == [row["version"]]
