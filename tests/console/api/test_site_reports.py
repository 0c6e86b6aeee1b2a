"""Programs report sites, are told again under the same name, and ask for the result."""

from noroshi.spine.home import Home
from noroshi.spine.model.receipt import receipt_number


def send(client, **body):
    return client.post("/api/v1/site-reports", json=body)


def test_a_report_is_kept_masked_and_waits(client):
    answer = send(
        client, urls=["hxxp://a[.]example/?token=abc", "mailto:x"], text="http://b.example/"
    )
    told = answer.json()
    assert (answer.status_code, told["urls"], sum(told["refused"].values())) == (
        201, ["http://a.example/?token=-masked-", "http://b.example/"], 1,
    )  # fmt: skip
    found = client.get(f"/api/v1/site-reports/{told['receipt']}").json()
    assert [one["result"] for one in found["urls"]] == ["waiting", "waiting"]


def test_the_same_name_gives_the_same_receipt(client, client_at):
    first = send(client, urls=["http://a.example/"], id="7").json()["receipt"]
    assert send(client, urls=["http://a.example/"], id="7").json()["receipt"] == first
    assert send(client_at("beta"), urls=["http://a.example/"], id="7").json()["receipt"] != first


def test_a_report_without_an_address_is_refused(client):
    assert send(client, text="nothing").status_code == 422
    assert send(client, words="x").status_code == 400


def test_a_full_queue_says_when_to_come_back(client, hub):
    hub.home.settings_file.write_text("[sites]\nmost_waiting = 1\n")
    object.__setattr__(hub, "home", Home(hub.home.path))
    assert send(client, urls=["http://a.example/"]).status_code == 201
    answer = send(client, urls=["http://b.example/"])
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "600")


def test_other_numbers_are_unknown(client):
    for number in ("x", receipt_number(5)):
        assert client.get(f"/api/v1/site-reports/{number}").status_code == 404
