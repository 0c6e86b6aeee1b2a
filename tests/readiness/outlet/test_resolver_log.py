"""Resolver log: lines as BIND and Unbound write them; `tests/jobs/outlet/test_hits.py` has the programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.outlet.resolver_log import Read, met_in

BIND = (
    b"27-Nov-2026 02:03:04.123 client @0x7f00 2001:db8::7#4000 (www.bad.test): "
    b"rpz QNAME PASSTHRU rewrite www.bad.test/A/IN via *.bad.test.rpz.example"
)
BIND_IP = (
    b"client @0x7f00 192.0.2.7#4000 (x.test): rpz IP NXDOMAIN rewrite x.test/A/IN "
    b"via 32.1.2.0.192.rpz-ip.rpz.example"
)
OTHER_ZONE = BIND.replace(b"rpz.example", b"rpz.other")


def met(*lines):
    read = Read()
    return list(met_in(lines, "rpz.example", read)), read


def test_bind():
    found, read = met(BIND, BIND_IP, OTHER_ZONE, b"no such thing")
    assert found == [("bad.test", "2001:db8::7"), ("32.1.2.0.192.rpz-ip", "192.0.2.7")]
    assert (read.lines, read.met, read.others) == (4, 2, 2)


@pytest.mark.parametrize("act", ["rpz-nxdomain", "rpz-passthru", "rpz-cname-override"])
def test_unbound(act):
    line = f"[1764208983] unbound[7:0] info: rpz: applied *.bad.test. {act} 192.0.2.7@4000 www.bad.test. A IN"
    assert met(line.encode())[0] == [("bad.test", "192.0.2.7")]


@given(st.lists(st.binary(max_size=300)))
def test_any_octets_are_counted_and_never_break_it(lines):
    found, read = met(*lines)
    assert len(found) == read.met
    assert read.met + read.others + read.refused.total() == read.lines == len(lines)
