"""Session: a hostile client gets nothing but what its visit may take."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.egress import EgressBounds, EgressSession, Refusal, Stage

PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


async def page(reader, writer):
    """Answers any head with a page; echoes what a tunnel says."""
    octets = await reader.readuntil(b"\r\n\r\n")
    seen.append(octets)
    writer.write(PAGE)
    await writer.drain()
    writer.close()


async def flood(reader, writer):
    await reader.read(10)
    try:
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()
    except OSError:
        writer.close()


async def silence(reader, writer):
    await reader.read()
    writer.close()


seen: list[bytes] = []


@asynccontextmanager
async def opened(serve=page, **bounds):
    seen.clear()
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    stage = Stage(plain_port=port, tls_port=port, hosts=frozenset({"shop.example"}))
    asked = Destinations(resolve=lambda host: [host.strip("[]")])
    async with EgressSession(asked, bounds=EgressBounds(**bounds), stage=stage) as session:
        yield session
    server.close()


async def said(session, octets):
    reader, writer = await asyncio.open_connection("127.0.0.1", session.port)
    writer.write(octets)
    try:
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def get(url):
    return f"GET {url} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def asked(octets, serve=page, **bounds):
    async def run():
        async with opened(serve, **bounds) as session:
            answer = await said(session, octets)
        return answer, session.report

    return asyncio.run(run())


def test_a_plain_request_is_answered_and_counted():
    answer, report = asked(get("http://shop.example/a"))
    assert answer == PAGE
    assert seen[0].startswith(b"GET /a HTTP/1.1\r\nHost: shop.example\r\n")
    assert report.requests == 1
    assert report.received_bytes == len(PAGE)
    assert report.sent_bytes == len(seen[0])
    assert report.addresses == {("shop.example", 80): "127.0.0.1"}


def test_a_tunnel_carries_octets_both_ways():
    octets = b"CONNECT shop.example:443 HTTP/1.1\r\n\r\n" + get("/through")
    answer, report = asked(octets)
    assert answer.endswith(PAGE)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert report.sent_bytes == len(get("/through"))


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"]
)
def test_an_inner_address_is_refused_and_told(host):
    answer, report = asked(f"CONNECT {host}:443 HTTP/1.1\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert report.counts == {Refusal.ADDRESS: 1}
    answer, report = asked(get(f"http://{host}/"))
    assert answer == b""  # a page of ours must not look like one of theirs
    assert report.refused[0].why is Refusal.ADDRESS
    assert not report.addresses


def test_the_proxy_does_not_lead_to_itself():
    async def run():
        async with opened() as session:
            ports = frozenset({session.port})
            async with EgressSession(bounds=EgressBounds(ports=ports)) as outer:
                await said(outer, get(f"http://127.0.0.1:{session.port}/"))
            return outer.report.counts

    assert asyncio.run(run()) == {Refusal.ADDRESS: 1}


@pytest.mark.parametrize(
    "octets", [b"\x16\x03\x01\x02\x00\r\n\r\n", b"GET /\r\n\r\n", b"a" * 70_000]
)
def test_what_is_no_request_is_counted_and_cut(octets):
    answer, report = asked(octets)
    assert answer == b""
    assert report.counts == {Refusal.MALFORMED: 1}
    assert report.requests == 0


def test_a_client_that_leaves_in_the_middle_is_no_fault():
    async def run():
        async with opened() as session:
            _, writer = await asyncio.open_connection("127.0.0.1", session.port)
            writer.write(b"GET http://sh")
            writer.close()
            await writer.wait_closed()
            assert await said(session, get("http://shop.example/")) == PAGE
            return session.report

    assert not asyncio.run(run()).counts


def test_a_flood_is_cut_at_the_bound_and_nothing_goes_on():
    async def run():
        async with opened(flood, received_bytes=1_000_000) as session:
            first = await said(session, get("http://shop.example/"))
            second = await said(session, get("http://shop.example/"))
        return first, second, session.report

    first, second, report = asyncio.run(run())
    assert len(first) <= 1_000_000 + 65_536
    assert second == b""
    assert report.ended is Refusal.SIZE
    assert report.counts == {Refusal.SIZE: 1}
    assert report.received_bytes <= 1_000_000 + 65_536


def test_a_page_cannot_send_without_bound():
    octets = b"CONNECT shop.example:443 HTTP/1.1\r\n\r\n" + b"x" * 300_000
    _, report = asked(octets, silence, sent_bytes=100_000)
    assert report.ended is Refusal.SIZE
    assert report.sent_bytes <= 100_000 + 65_536


def test_requests_have_a_bound():
    async def run():
        async with opened(requests=2) as session:
            return [await said(session, get("http://shop.example/")) for _ in range(3)]

    assert asyncio.run(run()) == [PAGE, PAGE, b""]


def test_connections_have_a_bound():
    async def run():
        async with opened(silence, connections=2) as session:
            tunnel = b"CONNECT shop.example:443 HTTP/1.1\r\n\r\n"
            held = []
            for _ in range(6):
                reader, writer = await asyncio.open_connection("127.0.0.1", session.port)
                writer.write(tunnel)
                held.append((await reader.readline(), writer))
            for _, writer in held:
                writer.close()
            return [line for line, _ in held], session.report.counts

    lines, counts = asyncio.run(run())
    assert lines[0].startswith(b"HTTP/1.1 200")
    assert lines[-1].startswith(b"HTTP/1.1 403")
    assert counts[Refusal.CONNECTIONS] >= 1


def test_time_ends_everything():
    answer, report = asked(get("http://shop.example/"), silence, total_s=0.2)
    assert answer == b""
    assert report.ended is Refusal.TIME


def test_after_closing_nothing_listens_and_every_connection_is_cut():
    async def run():
        async with opened(silence) as session:
            reader, writer = await asyncio.open_connection("127.0.0.1", session.port)
            writer.write(b"CONNECT shop.example:443 HTTP/1.1\r\n\r\n")
            await reader.readline()
            await session.close()
            try:
                rest = await reader.read()
            except ConnectionError:
                rest = b""
            writer.close()
            with pytest.raises(OSError):  # noqa: PT011  # refused or reset, by chance
                await asyncio.open_connection("127.0.0.1", session.port)
            return rest

    assert asyncio.run(run()).strip() == b""
