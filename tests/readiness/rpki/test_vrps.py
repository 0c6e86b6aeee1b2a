"""VRPs: good records kept, the others counted by reason."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from noroshi.readiness.rpki.vrps import VrpTexts, parse_vrps

NOON = 1_767_268_800


def parsed(rpki, *rows):
    texts = VrpTexts(**{
        name: rpki.column(row[place] for row in rows)
        for place, name in enumerate(("prefix", "asn", "max_length", "expires"))
    })  # fmt: skip
    return parse_vrps(texts, made_at=None, refused=Counter())


def test_an_empty_max_length_is_the_prefix_alone(rpki):
    assert parsed(rpki, ("192.0.2.0/24", "AS64500", "", "")).max_length.tolist() == [24]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("192.0.2.0", "64500", "24", ""), "no-prefix"),
        (("192.0.2.1/24", "64500", "24", ""), "host-bits"),
        (("192.0.2.0/24", "4294967296", "24", ""), "bad-asn"),
        (("192.0.2.0/24", "64500", "23", ""), "bad-max-length"),
        (("192.0.2.0/24", "64500", "33", ""), "bad-max-length"),
        (("2001:db8::/32", "64500", "129", ""), "bad-max-length"),
        (("192.0.2.0/24", "64500", "x", ""), "bad-max-length"),
        (("192.0.2.0/24", "64500", "24", "soon"), "bad-expiry"),
    ],
)
def test_a_malformed_record_is_counted_and_the_others_are_kept(rpki, row, reason):
    found = parsed(
        rpki, ("198.51.100.0/24", "64501", "", ""), row, ("2001:db8::/32", "0", "48", "")
    )
    assert dict(found.refused) == {reason: 1}
    assert found.asn.tolist() == [64501, 0]


def test_payloads_end_at_their_time(rpki):
    found = parsed(
        rpki,
        ("192.0.2.0/24", "64500", "", str(NOON)),
        ("192.0.2.0/24", "64501", "", str(NOON + 1)),
        ("192.0.2.0/24", "64502", "", ""),
    )
    noon = datetime.fromtimestamp(NOON, UTC)
    assert found.expired_at(noon).tolist() == [True, False, False]
    assert found.last_expiry == datetime.fromtimestamp(NOON + 1, UTC)


def test_a_table_without_ends_tells_none(rpki):
    assert parsed(rpki, ("192.0.2.0/24", "64500", "", "")).last_expiry is None
