"""Routes: origins as numbers, sets and empty paths; malformed records counted."""

from noroshi.readiness.rpki.routes import AS_SET, EMPTY


def test_origins_are_numbers_sets_or_empty(rpki):
    rows = [("192.0.2.0/24", "AS64500"), ("192.0.2.0/24", "64500"), ("192.0.2.0/24", "{64500,64501}"), ("192.0.2.0/24", "{64500 64501}"), ("192.0.2.0/24", "")]  # fmt: skip
    assert rpki.routes(rows).origin.tolist() == [64500, 64500, AS_SET, AS_SET, EMPTY]


def test_malformed_records_are_left_out_in_place(rpki):
    rows = [("192.0.2.0/24", "1"), ("192.0.2.7/24", "1"), ("x", "1"), ("192.0.2.0/25", "{}"), ("192.0.2.0/25", "1.2"), ("2001:db8::/32", "2")]  # fmt: skip
    found = rpki.routes(rows)
    assert dict(found.refused) == {"no-prefix": 1, "host-bits": 1, "bad-origin": 2}
    assert found.prefix_text.to_pylist() == ["192.0.2.0/24", "2001:db8::/32"]


def test_the_own_as_stands_for_empty_paths_only(rpki):
    found = rpki.routes([("192.0.2.0/24", ""), ("192.0.2.0/24", "{1}"), ("192.0.2.0/24", "5")])
    assert found.with_own_as(64500).origin.tolist() == [64500, AS_SET, 5]
