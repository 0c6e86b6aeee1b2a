"""Stand: made devices on their addresses, written to a file and served by a process of their own."""

import asyncio
import hashlib
import ssl
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from noroshi.lab.survey import Device, Kind, World, services_of
from noroshi.lab.survey.device import Ports
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import InputError
from noroshi.spine.net.crowd import Crowd, Manner, Service

_BEGIN, _END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the file: a device and where it is."""

    address: str
    number: int
    kind: Kind
    web: int
    speaks_of_itself: bool
    mended: bool

    def device(self) -> Device:
        """The device."""
        return Device(
            number=self.number, kind=self.kind, web=self.web,
            speaks_of_itself=self.speaks_of_itself, mended=self.mended,
        )  # fmt: skip


def write_stand(world: World, at: datetime, path: Path) -> list[str]:
    """Write where every device is at a moment; gives the addresses, ascending, each once."""
    rows = list(world.standing_at(at))
    encode = msgspec.json.Encoder().encode
    lines = (
        encode(
            Standing(
                address=address, number=one.number, kind=one.kind, web=one.web,
                speaks_of_itself=one.speaks_of_itself, mended=one.mended,
            )
        )
        + b"\n"
        for address, one in rows
    )  # fmt: skip
    write_whole(lines, path)
    return sorted({address for address, _ in rows})


def read_stand(path: Path, *, part: int, of: int) -> Iterator[Standing]:
    """Every `of`-th address of the file.

    Raises:
        InputError: The file holds something else.
    """
    try:
        rows = [msgspec.json.decode(line, type=Standing) for line in path.read_bytes().splitlines()]
    except msgspec.DecodeError as error:
        raise InputError(f"{path} is no stand of the lab: {error}") from error
    places = {address: n for n, address in enumerate(sorted({row.address for row in rows}))}
    return (row for row in rows if places[row.address] % of == part)


def serve_stand(path: Path, ports: Ports, *, part: int, of: int, tell_up: Iterable[str]) -> None:
    """Serve a part of the devices until the process is ended.

    Args:
        path: The file.
        ports: Which ports they use.
        part: Which part, from 0.
        of: How many processes share.
        tell_up: Iterated to its end once all are up.

    Raises:
        ConfigError: An address is not of this namespace.
    """
    services = list(crowd_of(read_stand(path, part=part, of=of), ports))
    asyncio.run(_serve(services, tell_up))


async def _serve(services: list[Service], tell_up: Iterable[str]) -> None:
    crowd = Crowd(services)
    await crowd.open()
    for _ in tell_up:
        pass
    await asyncio.Event().wait()


def crowd_of(rows: Iterable[Standing], ports: Ports) -> Iterator[Service]:
    """The services of some devices; where two share an address, the first has the port."""
    taken: set[tuple[str, int, bool]] = set()
    for row in rows:
        for one in services_of(row.device(), ports):
            if (key := (row.address, one.port, one.udp)) in taken:
                continue
            taken.add(key)
            yield Service(
                address=row.address, port=one.port, udp=one.udp, manner=Manner(one.manner),
                says=one.says, tls=made_context(row.number) if one.tls else None,
            )  # fmt: skip


@cache
def made_context(number: int) -> ssl.SSLContext:
    """TLS with the certificate of a device: the same octets whenever it is asked (RFC 8032, 8410)."""
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"made key {number}".encode()).digest())  # fmt: skip
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"exc-10-{number}.device.example")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), number + 1, _BEGIN, _END)
    certificate = builder.sign(key, None)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with NamedTemporaryFile() as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.write(certificate.public_bytes(Encoding.PEM))
        file.flush()
        context.load_cert_chain(file.name)
    return context
