"""Fetch: one document through the guard, cut and bounded."""

import asyncio

import pytest

from noroshi.spine.model import SourceError
from noroshi.spine.net.egress import EgressSession, FetchBounds, Refusal, Stage, fetch
from noroshi.spine.net.web_server import WebAnswer, WebServer


def fetched(answer, url, bounds=None):
    async def run():
        async def play(request):
            return answer

        async with WebServer(play) as server:
            stage = Stage(plain_port=server.plain_port, tls_port=server.tls_port)
            async with EgressSession(stage=stage) as session:
                try:
                    return await fetch(url, session, {}, bounds or FetchBounds()), session.report
                except SourceError as error:
                    return error, session.report

    return asyncio.run(run())


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_document_comes_over_both_schemes_whatever_the_certificate(scheme):
    one, report = fetched(WebAnswer(body=b"hi"), f"{scheme}://x7k2q9.test/a")
    assert (one.status, one.body, report.requests) == (200, b"hi", 1)


def test_a_body_is_cut():
    one, _ = fetched(WebAnswer(body=b"x" * 5_000), "http://x7k2q9.test/", FetchBounds(body_bytes=9))
    assert one.body == b"x" * 9


def test_a_port_of_other_services_is_refused():
    async def run():
        async with EgressSession() as session:
            with pytest.raises(SourceError):
                await fetch("http://192.0.2.1:25/", session, {}, FetchBounds())
            return session.report

    assert asyncio.run(run()).refused[0].why is Refusal.PORT
