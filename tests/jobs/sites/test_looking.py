import asyncio
from contextlib import asynccontextmanager

import pytest

from noroshi.jobs.sites import looking
from noroshi.jobs.sites.looking import opened_looks, opened_when_needed
from noroshi.sites.visit import Outcome, Visit
from noroshi.spine.home import Home
from noroshi.spine.net.web_server import WebAnswer, WebRequest, WebServer

PAGE = """<title>t</title><h1>x</h1><div id=h></div><iframe srcdoc="<input name=framed>"></iframe>
<script>document.getElementById("h").attachShadow({mode:"open"}).innerHTML="<input type=password name=deep>"</script>"""


async def answer(request: WebRequest) -> WebAnswer:
    if request.path == "/go":
        return WebAnswer(status=302, headers=(("Location", "https://b.test/end"),))
    if request.path == "/from":
        return WebAnswer(body=request.headers.get("x-forwarded-for", "nowhere").encode())
    return WebAnswer(body=PAGE.encode())


@pytest.mark.slow
def test_a_played_server_plays_every_host_and_tells_nothing_of_certificates(tmp_path) -> None:
    home = Home(tmp_path).create()

    async def run() -> list[Visit]:
        async with WebServer(answer) as server, opened_looks(server, home) as look:
            return [
                await look("https://a.test/go", "mobile"),
                await look("http://192.0.2.7/from", "desktop"),
                await look("https://a.test/from", "mobile"),
            ]

    page, elsewhere, here = asyncio.run(run())
    assert (page.outcome, page.final_url) == (Outcome.PAGE, "https://b.test/end")
    assert {"deep", "framed"} <= {field.name for field in page.fields}
    assert page.certificate is None
    assert page.screenshot.startswith(b"\x89PNG")
    assert "203.0.113.7" in elsewhere.text
    assert "nowhere" in here.text


def test_a_browser_is_started_by_the_first_look_only_and_ended_after_the_last(
    tmp_path, monkeypatch
) -> None:
    told: list[str] = []

    @asynccontextmanager
    async def opened(server, home):
        async def look(url, profile, *, channel=None):
            told.append(url)

        told.append("started")
        yield look
        told.append("ended")

    monkeypatch.setattr(looking, "opened_looks", opened)

    async def run(*urls: str) -> None:
        async with opened_when_needed(None, Home(tmp_path)) as look:
            await asyncio.gather(*(look(url, "mobile") for url in urls))

    asyncio.run(run())
    assert told == []
    asyncio.run(run("a", "b"))
    assert told == ["started", "a", "b", "ended"]
