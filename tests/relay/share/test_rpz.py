"""RPZ: BIND and Knot read as many records as there are things to block, and BIND blocks them."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import dns.exception
import dns.message
import dns.query
import dns.rcode
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.relay.share.rpz import LONGEST_OWNER, owners, say_rpz, subject_at, trigger
from noroshi.relay.share.target import Network
from noroshi.spine.model import Subject, SubjectKind
from noroshi.testing.daemons import free_port, program, running
from noroshi.testing.hostile import BLOCKED, handmade_lists
from noroshi.testing.indicators import make_indicator

ZONE = "rpz." + "z" * 50 + ".example"
SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SLOW
@given(made=handmade_lists())
def test_bind_and_knot_read_what_was_said_and_nothing_else(made, write, run, tmp_path):
    path = tmp_path / "list.rpz"
    said = write("rpz", made, path)
    code, told = run("named-checkzone", "-i", "none", "-D", "-s", "full", "-o", "-", ZONE, path)
    assert code == 0, told
    wanted = {owner for subject in said for owner in owners(subject)}
    read = [line.split()[0] for line in told.splitlines() if line.split()[3:4] == ["CNAME"]]
    assert sorted(read) == sorted(f"{owner}.{ZONE}." for owner in wanted)
    code, told = run("kzonecheck", "-o", ZONE, path)
    assert code == 0, told


@given(st.ip_addresses(v=4), st.integers(8, 32))
def test_an_ipv4_trigger_is_the_length_and_the_address_backwards(address: IPv4Address, length):
    name = trigger(Network(str(address), length))
    number, *octets, last = name.split(".")
    assert (int(number), last) == (length, "rpz-ip")
    assert IPv4Address(".".join(reversed(octets))) == address


@given(st.ip_addresses(v=6))
def test_an_ipv6_trigger_is_read_back(address: IPv6Address):
    words = trigger(Network(str(address), 128)).split(".")[1:-1]
    before, shortened, after = ":".join(reversed(words)).partition("zz")
    text = f"{before.rstrip(':')}::{after.lstrip(':')}" if shortened else before
    assert ip_address(text) == address


def test_a_name_that_does_not_fit_below_the_zone_is_refused():
    name = "a." * ((LONGEST_OWNER - 8) // 2) + "example"
    assert owners(Subject.domain(name))
    assert not owners(Subject.domain(f"a{name}" if len(name) == LONGEST_OWNER else f"aaa.{name}"))


@pytest.mark.parametrize("value", ["32.1.2.0.192.rpz-ip", "ns.example.rpz-nsdname"])
def test_a_name_that_would_be_another_trigger_is_refused(value):
    assert say_rpz(Subject(SubjectKind.DOMAIN, value)) == ""


NAMED = """
options {{ directory "{folder}"; pid-file "{folder}/named.pid"; session-keyfile "{folder}/key";
  listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion yes;
  allow-query {{ 127.0.0.1; }}; dnssec-validation no; empty-zones-enable no;
  response-policy {{ zone "rpz.example"; }} qname-wait-recurse no break-dnssec yes; }};
controls {{ }};
zone "rpz.example" {{ type primary; file "list.rpz"; }};
zone "test" {{ type primary; file "test.zone"; }};
"""

TESTED = """$TTL 60
@ SOA localhost. hostmaster.localhost. 1 60 30 604800 60
@ NS localhost.
good A 203.0.113.1
bad A 192.0.2.1
alsobad A 198.51.100.77
bad6 AAAA 2001:db8::2
good6 AAAA 2001:db8::3
"""


@pytest.fixture
def ask(tmp_path, write):
    """Asks a real BIND that holds the list of subjects which block lists know."""
    path = program("named")
    if path is None:
        pytest.skip("named is not installed here; it is in Debian's bind9")
    write("rpz", [make_indicator(subject) for subject in BLOCKED], tmp_path / "list.rpz")
    port = free_port()
    (tmp_path / "named.conf").write_text(NAMED.format(folder=tmp_path, port=port))
    (tmp_path / "test.zone").write_text(TESTED)

    def asked(name, kind="A"):
        query = dns.message.make_query(name, kind)
        return dns.query.udp(query, "127.0.0.1", port=port, timeout=5).rcode()

    def ready():
        try:
            return asked("good.test") == dns.rcode.NOERROR
        except (OSError, dns.exception.DNSException):
            return False

    with running([path, "-g", "-n", "1", "-c", str(tmp_path / "named.conf")], tmp_path, ready):
        yield asked


def test_bind_answers_nxdomain_for_what_is_listed_and_for_nothing_else(ask):
    for name in ("c2.example", "www.c2.example", "deeper.www.c2.example", "C2.EXAMPLE"):
        assert ask(name) == dns.rcode.NXDOMAIN
    assert ask("bad.test") == dns.rcode.NXDOMAIN  # 192.0.2.1 is listed
    assert ask("alsobad.test") == dns.rcode.NXDOMAIN  # 198.51.100.0/24 is listed
    assert ask("bad6.test", "AAAA") == dns.rcode.NXDOMAIN
    assert ask("good.test") == dns.rcode.NOERROR
    assert ask("good6.test", "AAAA") == dns.rcode.NOERROR


@pytest.mark.parametrize("subject", [one for one in BLOCKED if owners(one)], ids=str)
def test_an_owner_name_leads_back_to_its_subject(subject):
    for owner in owners(subject):
        found = subject_at(owner)
        assert found is not None
        assert owner in owners(found)


@pytest.mark.parametrize("owner", ["33.1.2.0.192.rpz-ip", "x.rpz-ip", "32.1.2.rpz-ip", "rpz-ip"])
def test_an_owner_name_that_is_no_trigger_leads_nowhere(owner):
    found = subject_at(owner)
    assert found is None or not owners(found)
