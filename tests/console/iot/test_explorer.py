"""Explorer: what a reader may see, by filters, and the same for programs."""

import csv
import io

from .conftest import client_of, words


def test_devices_that_met_listed_servers_come_first(enter):
    with enter() as client:
        page = client.get("/iot/devices")
    assert "listed servers met: 2" in words(page)
    assert page.text.index("Router 1") < page.text.index("Camera &lt;b&gt;")
    assert "3 devices" in words(page)


def test_only_the_own_operators_devices_are_seen(enter):
    with enter() as client:
        rows = client.get("/iot/devices.json").json()
        assert {row["isp"] for row in rows} == {"alpha"}
        assert client.get("/iot/devices.json?isp=beta").json() == []
        assert "Other" not in words(client.get("/iot/devices"))
    with enter("coordinator") as client:
        assert len(client.get("/iot/devices.json").json()) == 4
        assert [row["id"] for row in client.get("/iot/devices.json?isp=beta").json()] == ["b1"]


def test_the_sheet_holds_the_same_rows(enter):
    with enter() as client:
        text = client.get("/iot/devices.csv?weakness=vulnerable").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in rows] == ["a1", "a2"]
    assert rows[1]["eol"] == "2024-01-01"


def test_no_filter_that_fits_nothing_is_an_error(enter):
    with enter(language="ja") as client:
        assert "絞り込みを外してください" in words(client.get("/iot/devices?maker=nobody"))
        assert client.get(f"/iot/devices?maker={'x' * 300}").status_code == 400


def test_pages_follow_each_other(enter):
    with enter() as client:
        assert "First page" in words(client.get("/iot/devices?skip=1"))


def test_an_empty_home_tells_the_command(bare):
    with client_of(bare) as client:
        assert "noroshi iot devices keep" in words(client.get("/iot/devices"))
