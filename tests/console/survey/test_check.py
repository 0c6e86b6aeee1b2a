"""Check: off by default; after a yes, the own address and no other, and not too often."""

from datetime import UTC, datetime

import pytest

from noroshi.console.survey import ROUTES, check
from noroshi.iot.notice.notice import TROUBLES
from noroshi.iot.report import Trouble
from noroshi.jobs.iot.self_checking import Checked, Seen
from noroshi.spine.model import SourceError, Text
from noroshi.testing.surveys import Devices, signed_scope

ORIGIN = {"Origin": "http://testserver.local", "Sec-Fetch-Site": "same-origin"}
OWN = "127.10.0.1"


@pytest.fixture
def scope(hub, monkeypatch):
    devices = Devices.__new__(Devices)
    devices.prefix = "127.10.0.0/28"
    signed_scope(hub.home, devices)
    monkeypatch.setenv("NOROSHI__IOT__CHECK_SCOPE", "round.scope.json")
    monkeypatch.setenv("NOROSHI__IOT__CHECKS_PER_HOUR", "2")
    hub.home.__dict__.pop("settings", None)


@pytest.fixture
def client(client_of):
    with client_of(ROUTES) as made:
        yield made


@pytest.fixture
def from_address(monkeypatch):
    def come(address):
        monkeypatch.setattr(check, "address_of", lambda *_: address)

    come(OWN)
    return come


@pytest.fixture
def looked(monkeypatch):
    """Looks that were made; none leaves this process."""
    made = []
    found = Checked(
        probes=5,
        seen=(Seen(port="UDP 1900", device="Maker M-1", trouble=TROUBLES[Trouble.REFLECTOR], weak=True),),
        steps=(Text(ja="止める", en="Turn it off"),),
    )  # fmt: skip

    def look(_home, _store, address, *, at):
        made.append((address, at))
        return found

    monkeypatch.setattr(check, "check_address", look)
    return made


def test_the_page_is_off_by_default(client):
    assert client.get("/check").status_code == 404
    assert client.post("/check", headers=ORIGIN).status_code == 404


@pytest.mark.usefixtures("scope", "from_address", "looked")
def test_it_asks_for_a_yes_before_anything_is_sent(client, looked):
    english = client.get("/check", headers={"Accept-Language": "en"}).text
    japanese = client.get("/check", headers={"Accept-Language": "ja"}).text
    assert OWN in english
    assert "Yes, look at my address" in english
    assert "同意して" in japanese
    assert looked == []


@pytest.mark.usefixtures("scope", "from_address")
def test_after_a_yes_it_tells_what_was_seen_and_what_to_do(client, looked):
    text = client.post("/check", headers=ORIGIN | {"Accept-Language": "en"}).text
    assert [address for address, _ in looked] == [OWN]
    assert looked[0][1] <= datetime.now(UTC)
    for told in ("UDP 1900", "Maker M-1", "Turn it off", "attack others"):
        assert told in text


@pytest.mark.usefixtures("scope")
def test_another_address_gets_no_button_and_no_look(client, from_address, looked):
    from_address("192.0.2.9")
    assert "<button>" not in client.get("/check").text.split("<main")[1]
    assert client.post("/check", headers=ORIGIN).status_code == 403
    assert looked == []


@pytest.mark.usefixtures("scope", "from_address", "looked")
def test_not_too_often_and_not_from_another_site(client):
    evil = client.post("/check", headers={"Origin": "https://evil.example"})
    codes = [client.post("/check", headers=ORIGIN).status_code for _ in range(3)]
    assert evil.status_code == 403
    assert codes[-1] == 429
    assert set(codes[:2]) <= {200, 201}


@pytest.mark.usefixtures("scope", "from_address")
def test_a_look_that_fails_says_when_to_come_again(client, monkeypatch):
    def fail(*_, **__):
        raise SourceError("ended early")

    monkeypatch.setattr(check, "check_address", fail)
    done = client.post("/check", headers=ORIGIN)
    assert (done.status_code, done.headers["retry-after"]) == (503, "300")
