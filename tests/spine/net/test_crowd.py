"""Crowd: many services in one process, each on its own address, hostile ones too."""

import asyncio
import os
import socket
import ssl
from contextlib import asynccontextmanager

import pytest

from noroshi.jobs.iot.lab.stand import made_context
from noroshi.spine.model import ConfigError
from noroshi.spine.net.crowd import Crowd, Manner, Service, room_for

NET = f"127.{96 + os.getpid() % 90}.{os.getpid() % 250}"

pytestmark = pytest.mark.allow_hosts([f"{NET}.{number}" for number in (1, 2, 3)])


@pytest.fixture
def port():
    with socket.create_server((f"{NET}.250", 0)) as held:
        return held.getsockname()[1]


@asynccontextmanager
async def up(*services):
    crowd = Crowd(services)
    await crowd.open()
    try:
        yield
    finally:
        crowd.close()


def service(number, port, **more):
    return Service(address=f"{NET}.{number}", port=port, **{"says": lambda asked: (asked + b"!",)} | more)  # fmt: skip


async def ask(number, port, says=b"", tls=None):
    reader, writer = await asyncio.open_connection(f"{NET}.{number}", port, ssl=tls)
    writer.write(says)
    octets = await asyncio.wait_for(reader.read(4096), 10)
    writer.close()
    return octets


def test_each_address_answers_for_itself_and_its_neighbour_is_closed(port):
    async def main():
        async with up(service(1, port), service(2, port, manner=Manner.GREETS, says=lambda _: (b"220 x\r\n",))):  # fmt: skip
            assert await ask(1, port, b"GET / HTTP/1.1\r\n\r\n") == b"GET / HTTP/1.1\r\n\r\n!"
            assert await ask(2, port) == b"220 x\r\n"
            with pytest.raises(ConnectionRefusedError):
                await ask(3, port)
        with pytest.raises(ConnectionRefusedError):
            await ask(1, port)

    asyncio.run(main())


def test_datagrams_come_back_from_the_address_that_was_asked(port):
    async def main():
        async with up(service(1, port, udp=True, says=lambda asked: (asked, b"more"))):
            held = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            held.setblocking(False)
            held.bind(("127.0.0.1", 0))
            loop = asyncio.get_running_loop()
            await loop.sock_sendto(held, b"who", (f"{NET}.1", port))
            found = [await asyncio.wait_for(loop.sock_recvfrom(held, 99), 10) for _ in range(2)]
            held.close()
        assert found == [(b"who", (f"{NET}.1", port)), (b"more", (f"{NET}.1", port))]

    asyncio.run(main())


@pytest.mark.parametrize("manner", [Manner.DRIPS, Manner.FLOODS])
def test_hostile_services_never_come_to_an_end_but_say_something(port, manner):
    async def main():
        async with up(service(1, port, manner=manner, says=lambda _: (b"z" * 1000,))):
            assert set(await ask(1, port)) <= {ord("x"), ord("z")}

    asyncio.run(main())


def test_a_mute_service_says_nothing(port):
    async def main():
        async with up(service(1, port, manner=Manner.MUTE)):
            assert await ask(1, port, b"hello") == b""

    asyncio.run(main())


def test_a_device_has_a_certificate_of_its_own_that_stays(port):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE

    async def certificate(number):
        made_context.cache_clear()
        async with up(service(1, port, tls=made_context(number))):
            reader, writer = await asyncio.open_connection(f"{NET}.1", port, ssl=context)
            octets = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
            writer.write(b"\r\n\r\n")
            assert await reader.read(99) == b"\r\n\r\n!"
            writer.close()
            return octets

    first, again, other = (asyncio.run(certificate(n)) for n in (1, 1, 2))
    assert first == again != other


def test_an_address_that_is_not_ours_is_refused(port):
    async def main():
        with pytest.raises(ConfigError, match="cannot be served"):
            await Crowd([Service(address="192.0.2.1", port=port, says=lambda _: ())]).open()

    asyncio.run(main())


def test_too_many_for_one_process_are_refused():
    too_many = [service(1, 1)] * (room_for() + 1) if room_for() < 50_000 else None
    if too_many is None:
        pytest.skip("this process may hold more than anybody wants to make here")
    with pytest.raises(ConfigError, match="divide"):
        Crowd(too_many)
