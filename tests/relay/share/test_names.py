"""Names: a real Unbound blocks what is listed; hosts and AdGuard lists hold one name a line."""

import re

import dns.exception
import dns.message
import dns.query
import dns.rcode
import pytest
from hypothesis import HealthCheck, given, settings

from noroshi.relay.share.names import say_adguard, say_hosts, say_unbound
from noroshi.spine.model import Subject, SubjectKind
from noroshi.testing.daemons import free_port, program, running
from noroshi.testing.hostile import BLOCKED, TRICKS, handmade_lists
from noroshi.testing.indicators import make_indicator

SLOW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SLOW
@given(made=handmade_lists())
def test_unbound_reads_what_was_said_and_nothing_else(made, write, run, tmp_path):
    path = tmp_path / "noroshi.conf"
    said = write("unbound", made, path)
    code, told = run("unbound-checkconf", path)
    assert (code, "warning" in told) == (0, False), told
    _, server, *lines = path.read_text().splitlines()
    assert server == "server:"
    assert sorted(lines) == sorted(map(say_unbound, said))


GRAMMARS = {
    "hosts": re.compile(r"0\.0\.0\.0 ([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)"),
    "adguard": re.compile(r"\|\|([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)\^"),
}


@pytest.mark.parametrize("name", GRAMMARS)
@SLOW
@given(made=handmade_lists())
def test_a_line_is_a_name_and_a_name_is_a_line(name, made, write, tmp_path):
    path = tmp_path / "list.txt"
    said = write(name, made, path)
    first, *lines = path.read_text().splitlines()
    assert first[0] in "#!"
    read = [GRAMMARS[name].fullmatch(line)[1] for line in lines]
    assert sorted(read) == sorted(subject.value for subject in said)


def test_other_subjects_have_no_line():
    for subject in BLOCKED:
        named = subject.kind is SubjectKind.DOMAIN
        assert {bool(say(subject)) for say in (say_adguard, say_hosts, say_unbound)} == {named}


UNBOUND = """
server:
  interface: 127.0.0.1@{port}
  port: {port}
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: "{folder}/unbound.pid"
  use-syslog: no
  do-ip6: no
  num-threads: 1
  local-zone: "good.test." static
  local-data: "good.test. A 203.0.113.1"
include: "{folder}/noroshi.conf"
remote-control:
  control-enable: yes
  control-use-cert: no
  control-interface: "{folder}/control"
"""


def test_a_real_unbound_answers_nxdomain_for_what_is_listed(write, run, tmp_path):
    path = program("unbound")
    if path is None:
        pytest.skip("unbound is not installed here")
    tricks = [Subject(SubjectKind.DOMAIN, text) for text in TRICKS]
    made = [make_indicator(subject) for subject in (*BLOCKED, *tricks)]
    said = write("unbound", made, tmp_path / "noroshi.conf")
    port = free_port()
    (tmp_path / "unbound.conf").write_text(UNBOUND.format(port=port, folder=tmp_path))

    def ask(name):
        query = dns.message.make_query(name, "A")
        return dns.query.udp(query, "127.0.0.1", port=port, timeout=5).rcode()

    def ready():
        try:
            return ask("good.test") == dns.rcode.NOERROR
        except (OSError, dns.exception.DNSException):
            return False

    with running([path, "-d", "-c", str(tmp_path / "unbound.conf")], tmp_path, ready):
        for name in ("c2.example", "deeper.www.c2.example", "x_y.c2.example"):
            assert ask(name) == dns.rcode.NXDOMAIN
        assert ask("good.test") == dns.rcode.NOERROR
        code, told = run("unbound-control", "-c", tmp_path / "unbound.conf", "list_local_zones")
        assert code == 0
        zones = [line.split()[0] for line in told.splitlines() if "always_nxdomain" in line]
        assert sorted(zones) == sorted(f"{subject.value}." for subject in said)
