"""Listing: addresses and prefixes are found."""

from noroshi.testing.blocklists import both, found, listed


def test_prefixes_carry_what_lies_inside_them():
    ours, theirs = both(
        found(
            "192.0.2.20:443",
            "192.0.2.40:443",
            "2001:db8::9:443",
        ),
        listed("192.0.2.16/28", "2001:db8::/64"),
        seen={"192.0.2.17", "192.0.2.99", "2001:db8:1::1"},
    )
    assert (ours.matched, ours.total) == (2, 3)
    assert theirs.total == 3
