"""A light look tells change from no change, and never takes our own trouble for a page's end."""

import asyncio
import socket

import pytest

from noroshi.sites.visit.light import LightOutcome, look_lightly, mark_of
from noroshi.spine.model import SourceError
from noroshi.spine.net.destination import Destinations, UnknownNameError
from noroshi.spine.net.egress import Stage
from noroshi.spine.net.web_server import WebAnswer, WebServer

URL = "https://x7k2q9.test/login"
FORM = '<form><input type="password" name="{name}"></form><p>{words}</p>'


def seen(answer, url=URL, *, hosts=None, destinations=None):
    async def run():
        asked = []

        async def play(request):
            asked.append(request)
            return answer(request) if callable(answer) else answer

        async with WebServer(play) as server:
            stage = Stage(plain_port=server.plain_port, tls_port=server.tls_port, hosts=hosts)
            look = await look_lightly(url, stage=stage, destinations=destinations)
        return look, asked

    return asyncio.run(run())


def page(**words):
    return WebAnswer(body=FORM.format(**words).encode())


def test_the_same_page_with_other_words_and_tokens_has_the_same_mark():
    first, _ = seen(page(name="t1", words="あと24時間"))
    second, _ = seen(page(name="t2", words="あと23時間"))
    other, _ = seen(WebAnswer(body=b"<p>account suspended</p>"))
    assert (first.outcome, first.status, first.addresses) == (
        LightOutcome.PAGE, 200, ("127.0.0.1",),
    )  # fmt: skip
    assert first.mark == second.mark != other.mark


def test_it_asks_once_as_a_telephone_in_japan():
    _, asked = seen(page(name="t", words=""))
    (request,) = asked
    assert request.headers["accept-language"].startswith("ja-JP")
    assert "Mobile" in request.headers["user-agent"]


def test_a_redirect_is_followed_and_where_it_leads_counts():
    def lead(request):
        if request.host == "x7k2q9.test":
            return WebAnswer(status=302, headers=(("Location", "http://www.bank.example/"),))
        return page(name="t", words="")

    led, asked = seen(lead)
    straight, _ = seen(page(name="t", words=""))
    assert [one.host for one in asked] == ["x7k2q9.test", "www.bank.example"]
    assert led.outcome is LightOutcome.PAGE
    assert led.mark != straight.mark


def test_an_error_is_told_from_a_page():
    look, _ = seen(WebAnswer(status=404, body=b"gone"))
    assert (look.outcome, look.status) == (LightOutcome.ERROR, 404)


def test_a_loop_of_redirects_ends():
    look, asked = seen(WebAnswer(status=302, headers=(("Location", URL),)))
    assert look.outcome is LightOutcome.UNREACHED
    assert "redirect" in look.detail
    assert len(asked) == 6


@pytest.mark.parametrize("target", ["mailto:a@b.example", "ftp://x.example/", "intent://x"])
def test_what_leads_to_no_web_address_is_refused(target):
    look, _ = seen(WebAnswer(status=302, headers=(("Location", target),)))
    assert look.outcome is LightOutcome.REFUSED


def test_what_leads_to_this_network_is_refused():
    def lead(request):
        return WebAnswer(status=302, headers=(("Location", "http://10.0.0.1/"),))

    look, _ = seen(lead, hosts=frozenset({"x7k2q9.test"}))
    assert look.outcome is LightOutcome.REFUSED
    assert "no global address" in look.detail


def test_a_name_that_is_gone_is_told_from_a_resolver_that_is_unwell():
    def gone(host):
        raise UnknownNameError(f"{host} does not resolve")

    def unwell(host):
        raise SourceError(f"{host} does not resolve: try again")

    here = frozenset({"other.test"})
    look, _ = seen(page(name="t", words=""), hosts=here, destinations=Destinations(resolve=gone))
    assert look.outcome is LightOutcome.ABSENT
    with pytest.raises(SourceError, match="not known"):
        seen(page(name="t", words=""), hosts=here, destinations=Destinations(resolve=unwell))


def test_a_server_that_does_not_answer_is_unreached():
    with socket.socket() as held:  # bound, not listening: refused
        held.bind(("127.0.0.1", 0))
        stage = Stage(plain_port=held.getsockname()[1], tls_port=held.getsockname()[1])
        look = asyncio.run(look_lightly(URL, stage=stage))
    assert look.outcome is LightOutcome.UNREACHED


def test_an_endless_page_is_cut():
    async def endless():
        while True:
            yield b"<p>" * 10_000

    look, _ = seen(WebAnswer(body=endless()))
    assert look.outcome is LightOutcome.PAGE


def test_marks_of_anything_are_made():
    assert mark_of(b"") != mark_of(b"<input>") != mark_of(b"<input type=password>")
    assert mark_of(b"\xff\x00<b") is not None
