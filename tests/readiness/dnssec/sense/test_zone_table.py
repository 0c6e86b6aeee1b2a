"""Zone files as tables: canonical order, flat memory, plain refusals."""

import dns.name
import dns.rdatatype
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.dnssec.sense import zone_table as module
from noroshi.readiness.dnssec.sense.zone_table import order_of, zone_table
from noroshi.spine.model import ConfigError, InputError

ORIGIN = dns.name.from_text("isp.test.")
HEAD = "$TTL 300\n@ SOA ns hostmaster 1 60 30 604800 300\n@ NS ns\n"


def table_of(tmp_path, text):
    path = tmp_path / "isp.zone"
    path.write_text(text)
    return zone_table(path, ORIGIN)


def test_names_come_in_canonical_order(tmp_path):
    with table_of(tmp_path, HEAD + "b A 192.0.2.1\n*.a A 192.0.2.2\na 9 A 192.0.2.3\nB.a A 192.0.2.4\n") as table:  # fmt: skip
        names = [node.name for node in table.nodes()]
        assert names == sorted(names)
        assert table.longest_ttl_s == 300
        assert table.node(dns.name.from_text("A.isp.test.")).rrset(dns.rdatatype.A).ttl == 9
        assert table.node(dns.name.from_text("none.isp.test.")) is None


def test_an_origin_moves_names_and_not_the_zone(tmp_path):
    text = (
        "$ORIGIN test.\n"
        + HEAD.replace("@", "isp").replace("ns\n", "ns.isp\n")
        + "$ORIGIN sub.isp.test.\na A 192.0.2.1\n"
    )
    with table_of(tmp_path, text) as table:
        assert [str(node.name) for node in table.nodes()] == ["isp.test.", "a.sub.isp.test."]


labels = st.binary(min_size=1, max_size=4)
names = st.lists(labels, max_size=3).map(lambda found: dns.name.Name((*found, b"")))


@given(names, names)
def test_keys_order_as_names_do(one, other):
    assert (order_of(one) < order_of(other)) == (one < other)
    assert (order_of(one) == order_of(other)) == (one == other)


@pytest.mark.parametrize(
    "text",
    [
        "", "junk", "@ A 192.0.2.1\n", HEAD + "$INCLUDE /etc/passwd\n", HEAD + "$GENERATE 1-9999999 a$ A 192.0.2.1\n",
        HEAD + "a A 192.0.2.1.1\n", HEAD + "a RRSIG A 13\n", HEAD + '"\n', HEAD.replace("@", "other.example."),
    ],
)  # fmt: skip
def test_what_is_no_zone_is_refused(tmp_path, text):
    with pytest.raises(InputError, match=r"isp\.zone"), table_of(tmp_path, text):
        pass


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ConfigError), zone_table(tmp_path / "none", ORIGIN):
        pass


def test_a_crowd_at_one_name_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_OF_NODE", 5)
    text = HEAD + "".join(f"a A 192.0.2.{number}\n" for number in range(9))
    with table_of(tmp_path, text) as table, pytest.raises(InputError, match="more than 5"):
        list(table.nodes())
