import httpx
import pytest
from litestar import get

from noroshi.console.caller import Asking, Caller
from noroshi.console.hub import Hub
from noroshi.console.permit import PUBLIC
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.testing.callers import app_as, on_a_port
from noroshi.testing.hubs import hub_now


@get("/who", opt=PUBLIC, sync_to_thread=False)
def who(caller: Asking) -> str:
    return caller.by


@pytest.fixture
def app(tmp_path):
    home = Home(tmp_path / "home").create()
    with Store.open(home.state) as store:
        hub = Hub(home=home, store=store, clock=hub_now)
        yield app_as(Caller(by="user:hanako", rights=frozenset()), hub, [who])
        hub.close()


def test_the_application_takes_everybody_for_the_caller_until_the_block_ends(app):
    with on_a_port(app) as address:
        answer = httpx.get(f"{address}/who")
    assert answer.text == "user:hanako"
    assert "content-security-policy" in answer.headers
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/who")
