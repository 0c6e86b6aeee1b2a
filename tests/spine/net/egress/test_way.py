"""Way: one resolution, every address checked, and the checked address is what is connected to."""

import asyncio

import pytest

from noroshi.spine.model import SourceError
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.egress import EgressBounds, Refusal, Stage, Way
from noroshi.spine.net.egress.way import RefusedError

LOOPBACK = ["127.0.0.0/8"]


async def hello(reader, writer):
    writer.write(b"hello")
    writer.close()


def way(resolve, *, allow=(), ports=frozenset({80}), stage=None):
    bounds = EgressBounds(ports=ports, connect_s=2.0)
    return Way(Destinations(allow=allow, resolve=resolve), bounds, stage)


def refusal(resolve, port=80, **options):
    async def asked():
        with pytest.raises(RefusedError) as error:
            await way(resolve, **options).connect("site.example", port)
        return error.value.refused

    return asyncio.run(asked())


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.251",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:0a00:0001::1",
        "2001:0:a00:1::f5ff:fffe",
        "ff02::fb",
    ],
)
def test_a_name_that_leads_inside_is_refused_before_a_packet_is_sent(address):
    assert refusal(lambda _: [address]).why is Refusal.ADDRESS


def test_one_inner_address_among_good_ones_refuses_the_name():
    assert refusal(lambda _: ["1.1.1.1", "10.0.0.1"]).why is Refusal.ADDRESS


def test_other_ports_are_closed():
    assert refusal(lambda _: ["1.1.1.1"], port=25).why is Refusal.PORT


def test_a_name_that_does_not_resolve_is_told_apart_from_a_forbidden_one():
    def unknown(host):
        raise SourceError(f"{host} does not resolve")

    assert refusal(unknown).why is Refusal.UNRESOLVED


def test_a_closed_port_is_unreachable():
    async def asked():
        server = await asyncio.start_server(hello, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        server.close()
        await server.wait_closed()
        ways = way(lambda _: ["127.0.0.1"], allow=LOOPBACK, ports=frozenset({port}))
        with pytest.raises(RefusedError) as error:
            await ways.connect("site.example", port)
        return error.value.refused.why

    assert asyncio.run(asked()) is Refusal.UNREACHABLE


def test_a_rebinding_name_is_resolved_once():
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    asked = []

    def rebinding(host):
        asked.append(host)
        return next(answers)

    async def twice():
        server = await asyncio.start_server(hello, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        ways = way(rebinding, allow=LOOPBACK, ports=frozenset({port}))
        for _ in range(2):
            found = await ways.connect("site.example", port)
            assert found.address == "127.0.0.1"
            assert await found.reader.read() == b"hello"
            found.writer.close()
        ways.close()
        server.close()

    asyncio.run(twice())
    assert asked == ["site.example"]


def test_a_played_name_goes_to_its_server_and_is_never_resolved():
    def never(host):
        raise AssertionError(host)

    async def asked():
        server = await asyncio.start_server(hello, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        ways = way(never, stage=Stage(plain_port=port, tls_port=1))
        found = await ways.connect("site.example", 80)
        assert await found.reader.read() == b"hello"
        found.writer.close()
        server.close()

    asyncio.run(asked())


@pytest.mark.parametrize("host", ["localhost.", "printer.local", "wpad"])
def test_a_local_name_is_refused_before_anybody_is_asked_for_it(host):
    asked = []

    async def go():
        with pytest.raises(RefusedError) as error:
            await way(asked.append, allow=LOOPBACK).connect(host, 80)
        return error.value.refused

    assert asyncio.run(go()).why is Refusal.ADDRESS
    assert asked == []
