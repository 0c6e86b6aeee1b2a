"""Squid: its own parser takes every line, and warns of none."""

from hypothesis import HealthCheck, given, settings

from noroshi.relay.share.squid import EMPTY, say_squid
from noroshi.spine.model import Subject
from noroshi.testing.hostile import handmade_lists


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=handmade_lists())
def test_squid_reads_what_was_said_and_nothing_else(made, write, run, tmp_path):
    said = write("squid", made, tmp_path / "noroshi.conf")
    whole = tmp_path / "squid.conf"
    whole.write_text(
        f"include {tmp_path}/noroshi.conf\nhttp_access deny noroshi\nhttp_port 127.0.0.1:3128\n"
        f"pid_filename none\ncoredump_dir {tmp_path}\n"
    )
    code, told = run("squid", "-k", "parse", "-f", whole)
    assert code == 0, told
    read = [
        line.partition("Processing: ")[2] for line in told.splitlines() if "Processing: acl" in line
    ]
    assert set(read[:-1]) == ({say_squid(one) for one in said} or {EMPTY})
    assert read[-1].startswith("acl noroshi any-of noroshi_")
    assert "is ignored" not in told  # a network would be lost beside an address inside it
    assert "Processing: http_access deny noroshi" in told


def test_a_network_and_an_address_inside_it_stand_in_lists_of_their_own():
    assert say_squid(Subject.ip("198.51.100.7")) == "acl noroshi_v4_32 dst 198.51.100.7"
    assert say_squid(Subject.prefix("198.51.100.0/24")) == "acl noroshi_v4_24 dst 198.51.100.0/24"


def test_a_name_and_one_below_it_stand_in_lists_of_their_own():
    assert say_squid(Subject.domain("c2.example")) == "acl noroshi_names_2 dstdomain .c2.example"
    below = say_squid(Subject.domain("www.c2.example"))
    assert below == "acl noroshi_names_3 dstdomain .www.c2.example"
