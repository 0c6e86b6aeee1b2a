import asyncio
import ssl
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.spine.model import ConfigError
from noroshi.spine.net.web_server import WebAnswer, WebRequest, WebServer, read_request


async def echo(request: WebRequest) -> WebAnswer:
    async def parts():
        yield b"one "
        yield b"two"

    if request.path == "/stream":
        return WebAnswer(body=parts())
    return WebAnswer(
        body=f"{request.method} {request.url} {request.cookies} {request.body!r}".encode()
    )


async def talk(octets: bytes, *, tls: bool = False) -> bytes:
    async with WebServer(echo) as server:
        context = ssl._create_unverified_context() if tls else None
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", server.tls_port if tls else server.plain_port, ssl=context
        )
        writer.write(octets)
        writer.write_eof() if not tls else None
        answer = await (reader.read() if not tls else reader.read(4096))
        writer.close()
        return answer


def test_a_host_is_played_by_its_name() -> None:
    answer = asyncio.run(
        talk(b"GET /%E3%81%82?q=1 HTTP/1.1\r\nHost: A.test:80\r\nCookie: a=1; b=2\r\n\r\n")
    )
    assert "GET http://a.test/あ?q=1 {'a': '1', 'b': '2'}".encode() in answer


def test_bodies_are_read_and_connections_kept() -> None:
    one = b"POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2\r\n\r\nhi"
    assert asyncio.run(talk(one + one)).count(b"b'hi'") == 2


def test_a_stream_ends_with_the_connection() -> None:
    assert asyncio.run(talk(b"GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")).endswith(b"one two")


def test_tls_is_spoken_for_every_name() -> None:
    assert b"https://a.test/" in asyncio.run(
        talk(b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", tls=True)
    )


def test_a_head_has_no_body() -> None:
    assert asyncio.run(talk(b"HEAD / HTTP/1.1\r\nHost: a.test\r\n\r\n")).endswith(b"\r\n\r\n")


def test_it_listens_on_loopback_only() -> None:
    async def outside() -> None:
        async with WebServer(echo, address="192.0.2.1"):
            pass

    with pytest.raises(ConfigError):
        asyncio.run(outside())


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_octets_are_a_request_or_none(octets: bytes) -> None:
    async def read() -> None:
        reader = asyncio.StreamReader()
        reader.feed_data(octets + b"\r\n\r\n")
        reader.feed_eof()
        with suppress(asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await read_request(reader, "http")

    asyncio.run(read())
