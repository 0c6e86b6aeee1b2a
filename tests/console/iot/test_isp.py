"""ISP: an operator's devices, for itself and for who manages all."""

from .conftest import client_of, words


def test_an_operator_sees_its_devices_most_urgent_first(enter):
    for language, told in (("en", "What comes first"), ("ja", "先に対応するもの")):
        with enter(language=language) as client:
            page = client.get("/iot/isps/alpha")
        assert told in words(page)
        assert page.text.index("a1</code>") < page.text.index("a2</code>")


def test_the_twin_counts(enter):
    with enter() as client:
        row = client.get("/iot/isps/alpha/isp.json").json()
    assert (row["devices"], row["weak"], row["meeting"]) == (3, 2, 1)
    assert row["cases"]["told"] == 0
    assert [one["id"] for one in row["first"]] == ["a1", "a2", "a3"]


def test_another_operator_does_not_exist(enter):
    with enter() as client:
        assert client.get("/iot/isps/beta").status_code == 404
        assert client.get("/iot/isps/beta/isp.json").status_code == 404
    with enter("coordinator") as client:
        assert client.get("/iot/isps/beta").status_code == 200
        assert client.get("/iot/isps/nobody").status_code == 404


def test_an_operator_without_devices_is_told_the_command(bare):
    with client_of(bare) as client:
        assert "noroshi iot devices keep" in words(client.get("/iot/isps/alpha"))
