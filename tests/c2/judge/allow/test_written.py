"""Written: what is written reads as it was."""

from ipaddress import ip_network

from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.judge.allow import (
    AllowClass,
    AllowEntry,
    AllowList,
    written,
)
from noroshi.c2.judge.allow.read import parse_allow_list

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    str.strip
)


entries = st.builds(
    AllowEntry,
    network=st.ip_addresses(v=4).map(ip_network)
    | st.ip_addresses(v=6).filter(lambda a: a.ipv4_mapped is None).map(ip_network),
    port=st.integers(0, 65535),
    protocol=st.none() | st.sampled_from([6, 17, 132]),
)


@given(name=words, source=words, entries=st.lists(entries, max_size=5).map(tuple))
def test_a_written_list_reads_as_it_was(name, source, entries):
    one = AllowList(
        name=name.strip(),
        category=AllowClass.NONE,
        version="1",
        source=source.strip(),
        licence="x",
        entries=entries,
    )
    assert parse_allow_list(written(one), "x") == one
