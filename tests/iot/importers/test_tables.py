"""Tables: rows of zmap and Shadowserver under their headings."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.importers.tables import Table, shadowserver_finding, zmap_finding
from noroshi.spine.model import InputError

REPORT = (
    "timestamp,ip,protocol,port,tag,infection,amplification,banner,server",
    "2026-03-01 00:00:00,192.0.2.1,tcp,21,ftp,,,220 made ready,",
    "2026-03-01 00:00:00,192.0.2.2,tcp,80,http,,,,Ex/1",
    "2026-03-01 00:00:00,192.0.2.3,udp,53,openresolver,,4.5,,",
    "2026-03-01 00:00:00,192.0.2.4,tcp,23,telnet,mirai,,,",
    "2026-03-01 00:00:00,192.0.2.5,tcp,23,telnet;default-password,,,login:,",
)


def read(finding, *lines):
    table = Table(finding)
    return [one for line in lines for one in table(line.encode())]


def test_rows_of_shadowserver_keep_what_is_wrong():
    found = read(shadowserver_finding, *REPORT)
    assert [(one.port, one.transport, one.protocol, one.banner, one.kind) for one in found] == [
        (21, "tcp", "ftp", "220 made ready", ""),
        (80, "tcp", "http_server", "Ex/1", ""),
        (53, "udp", "openresolver", "", "reflector"),
        (23, "tcp", "telnet", "", "infected"),
        (23, "tcp", "telnet", "login:", "weak-credential"),
    ]


def test_rows_of_zmap_that_did_not_succeed_are_left_out():
    found = read(
        zmap_finding, "saddr,sport,classification,success,timestamp_ts",
        "192.0.2.1,80,synack,1,1772323200", "192.0.2.2,80,rst,0,1772323200",
        "192.0.2.3,53,udp,1,1772323200",
    )  # fmt: skip
    assert [(one.address, one.transport) for one in found] == [
        ("192.0.2.1", "tcp"), ("192.0.2.3", "udp"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a,b", "other-columns"),
        ('"a', "no-csv"),
        ("2026-03-01,192.0.2.1,tcp,21,ftp,,much,,", "no-amplification"),
        ("2026-03-01,192.0.2.1,tcp,21,,,,,\0", None),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(line, reason):
    if reason is None:
        assert len(read(shadowserver_finding, REPORT[0], line)) == 1
        return
    with pytest.raises(InputError, match=reason):
        read(shadowserver_finding, REPORT[0], line)


def test_a_column_that_holds_passwords_is_refused_where_it_is_filled():
    heading = "timestamp,ip,port,Login-Password"
    assert read(shadowserver_finding, heading, "2026-03-01,192.0.2.1,21,")
    with pytest.raises(InputError, match="credential-value"):
        read(shadowserver_finding, heading, "2026-03-01,192.0.2.1,21,x")


@given(st.binary(max_size=200), st.sampled_from([zmap_finding, shadowserver_finding]))
def test_any_octets_are_read_or_refused(octets, finding):
    table = Table(finding)
    list(table(b"saddr,sport,timestamp_ts,ip,port,timestamp"))
    for line in (octets, b"192.0.2.1,80,1772323200,192.0.2.1,80," + octets):
        with suppress(InputError):
            assert all(found.row()["port"] for found in table(line))
    with suppress(InputError):
        assert list(Table(finding)(octets)) == []
