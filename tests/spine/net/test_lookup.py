"""Answers have one shape, whoever gives them; what is not known fails and is never absent."""

import socket
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from noroshi.spine.model import ConfigError
from noroshi.spine.net.lookup import (
    Outcome,
    Recorded,
    Remembering,
    Resolver,
    ZoneFiles,
    address_and_port,
)

ZONE = """\
$ORIGIN isp.example.
@ 300 IN SOA ns hostmaster 1 60 30 604800 300
@ 300 IN NS ns
ns 300 IN A 192.0.2.1
@ 300 IN TXT "v=spf1 " "-all"
www 300 IN CNAME ns
loop 300 IN CNAME loop
a.b 300 IN A 192.0.2.2
*.wild 300 IN A 192.0.2.3
@ 300 IN MX 10 ns
"""


@pytest.fixture
def files(tmp_path):
    path = tmp_path / "isp.zone"
    path.write_text(ZONE)
    return ZoneFiles([path])


@pytest.mark.parametrize(
    ("name", "kind", "outcome", "records"),
    [
        ("isp.example", "TXT", Outcome.FOUND, ("v=spf1 -all",)),
        ("ISP.example.", "MX", Outcome.FOUND, ("10 ns.isp.example",)),
        ("www.isp.example", "A", Outcome.FOUND, ("192.0.2.1",)),
        ("x.wild.isp.example", "A", Outcome.FOUND, ("192.0.2.3",)),
        ("loop.isp.example", "A", Outcome.FAILED, ()),
        ("b.isp.example", "A", Outcome.EMPTY, ()),
        ("ns.isp.example", "TXT", Outcome.EMPTY, ()),
        ("no.isp.example", "A", Outcome.ABSENT, ()),
        ("other.example", "A", Outcome.FAILED, ()),
        ("a" * 64 + ".isp.example", "A", Outcome.FAILED, ()),
    ],
)
def test_zone_files_answer_as_their_server_would(files, name, kind, outcome, records):
    answer = files.ask(name, kind)
    assert (answer.outcome, answer.records) == (outcome, records)


def test_zone_files_tell_their_names(files):
    assert "a.b.isp.example" in files.names()


def test_no_file_is_told():
    with pytest.raises(ConfigError):
        ZoneFiles([])


def test_recorded_answers_and_memory():
    inner = Recorded({("a.example", "A"): ["192.0.2.1"], ("b.example", "A"): None})
    lookup = Remembering(inner)
    assert lookup.ask("A.example.", "A").records == ("192.0.2.1",)
    assert lookup.ask("a.example", "A") is lookup.ask("A.EXAMPLE", "A")
    assert lookup.ask("b.example", "A").outcome is Outcome.FAILED
    assert lookup.ask("a.example", "MX").is_void
    assert lookup.ask("c.example", "MX").outcome is Outcome.ABSENT


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("192.0.2.1", ("192.0.2.1", 53)),
        ("192.0.2.1:5353", ("192.0.2.1", 5353)),
        ("2001:db8::1", ("2001:db8::1", 53)),
        ("[2001:db8::1]:5353", ("2001:db8::1", 5353)),
    ],
)
def test_places_of_resolvers(text, place):
    assert address_and_port(text) == place


@pytest.mark.parametrize("text", ["resolver", "192.0.2.1:x", ""])
def test_no_place_is_told(text):
    with pytest.raises(ConfigError, match="no address"):
        address_and_port(text)


@pytest.fixture
def server():
    """A resolver on loopback that knows one name and says what it is told of others."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(0.1)
        stop = threading.Event()

        def serve():
            while not stop.is_set():
                try:
                    octets, peer = sock.recvfrom(4096)
                except TimeoutError:
                    continue
                query = dns.message.from_wire(octets)
                reply = dns.message.make_response(query)
                name = query.question[0].name.to_text()
                if name.startswith("bad"):
                    reply.set_rcode(dns.rcode.SERVFAIL)
                elif name.startswith("no"):
                    reply.set_rcode(dns.rcode.NXDOMAIN)
                elif name.startswith("yes"):
                    reply.flags |= dns.flags.AD
                    reply.answer = [dns.rrset.from_text(name, 60, "IN", "A", "192.0.2.7")]
                elif name.startswith("junk"):
                    sock.sendto(b"\0" * 5, peer)
                    continue
                sock.sendto(reply.to_wire(), peer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{sock.getsockname()[1]}"
        stop.set()
        thread.join()


def test_a_resolver_is_asked(server):
    resolver = Resolver(server, timeout_s=2)
    found = resolver.ask("yes.example", "A")
    assert (found.records, found.ttl_s, found.secure) == (("192.0.2.7",), 60, True)
    assert resolver.ask("no.example", "A").outcome is Outcome.ABSENT
    assert resolver.ask("empty.example", "A").outcome is Outcome.EMPTY
    assert resolver.ask("bad.example", "A").outcome is Outcome.FAILED
    assert Resolver(server, timeout_s=0.3).ask("junk.example", "A").outcome is Outcome.FAILED
    assert resolver.ask("a" * 70 + ".example", "A").outcome is Outcome.FAILED
