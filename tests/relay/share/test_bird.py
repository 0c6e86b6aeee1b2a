"""BIRD: its own parser takes every route, and there are as many as were said."""

import re

from hypothesis import HealthCheck, given, settings

from noroshi.relay.share.bird import say_flowspec, say_rtbh
from noroshi.spine.model import Endpoint, Subject
from noroshi.testing.hostile import handmade_lists

CONFIG = """router id 192.0.2.254;
flow4 table flowtab4;
flow6 table flowtab6;
include "{flowspec}";
include "{rtbh}";
"""


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=handmade_lists())
def test_bird_takes_what_was_said_and_nothing_else(made, write, run, tmp_path):
    flowspec, rtbh = tmp_path / "flowspec.conf", tmp_path / "rtbh.conf"
    flows, hosts = write("flowspec", made, flowspec), write("rtbh", made, rtbh)
    config = tmp_path / "bird.conf"
    config.write_text(CONFIG.format(flowspec=flowspec, rtbh=rtbh))
    code, told = run("bird", "-p", "-c", config)
    assert code == 0, told
    for path, said in ((flowspec, map(say_flowspec, flows)), (rtbh, map(say_rtbh, hosts))):
        lines = path.read_text().splitlines()
        assert sorted(x for x in lines if x.startswith("route")) == sorted(set(said))
        assert sum(bool(re.match("protocol static noroshi_", line)) for line in lines) == 2


def test_a_port_stands_with_its_protocol():
    route = say_flowspec(Subject.endpoint(Endpoint("2001:db8::1", 53, "udp")))
    assert route.startswith("route flow6 { dst 2001:db8::1/128; next header = 17; dport = 53; }")


def test_a_port_of_a_protocol_without_ports_is_refused():
    assert say_flowspec(Subject.endpoint(Endpoint("192.0.2.1", 53, "gre"))) == ""
