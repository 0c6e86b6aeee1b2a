"""Reason: each kind of invalid has its own sentence, in both languages."""

import pytest

from noroshi.readiness.rpki import reasons, validate

VRPS = [
    ("192.0.2.0/24", 25, 64500),
    ("198.51.100.0/24", 24, 0),
    ("2001:db8::/32", 32, 64501),
    ("2001:db8::/32", 48, 64502),
    ("2001:db8::/32", 33, 64503),
    ("2001:db8::/32", 32, 64504),
]
CASES = [
    ("192.0.2.0/24", "64500", "A covering ROA allows both its origin and its length."),
    ("203.0.113.0/24", "64500", "No ROA covers it."),
    ("192.0.2.0/24", "64509", "AS64509 is not allowed. Covering ROAs: AS64500 192.0.2.0/24-25."),
    ("192.0.2.0/26", "64500", "/26 is too long: AS64500 may announce up to /25. Covering ROAs: AS64500 192.0.2.0/24-25."),
    ("192.0.2.0/26", "64509", "Neither AS64509 nor a /26 is allowed. Covering ROAs: AS64500 192.0.2.0/24-25."),
    ("192.0.2.0/24", "{64500,64501}", "Its path ends in an AS_SET, so it has no origin. Covering ROAs: AS64500 192.0.2.0/24-25."),
    ("192.0.2.0/24", "", "Its path is empty, so the origin is your own AS: give it with --own-as. Covering ROAs: AS64500 192.0.2.0/24-25."),
    ("192.0.2.0/24", "0", "AS0 is not allowed. Covering ROAs: AS64500 192.0.2.0/24-25."),
    ("198.51.100.0/24", "64500", "ROAs allow nobody to announce it: AS0 198.51.100.0/24."),
    ("2001:db8::/32", "64509", "AS64509 is not allowed. Covering ROAs: AS64501 2001:db8::/32, AS64502 2001:db8::/32-48, AS64503 2001:db8::/32-33 and 1 more."),
]  # fmt: skip


@pytest.fixture
def told(rpki):
    routes = rpki.routes([case[:2] for case in CASES])
    verdicts = validate(routes, rpki.vrps(VRPS))
    return {tongue: reasons(routes, verdicts, tongue).to_pylist() for tongue in ("ja", "en")}


@pytest.mark.parametrize("row", range(len(CASES)))
def test_the_sentence_says_why(told, row):
    assert told["en"][row] == CASES[row][2]


def test_japanese_says_the_same_with_the_same_numbers(told):
    assert told["ja"][3] == (
        "/26 は長すぎる：AS64500 は /25 まで許されている。覆う ROA：AS64500 192.0.2.0/24-25。"
    )
    assert told["ja"][9].endswith("ほか 1 件。")
    assert len({*told["ja"]}) == len(CASES)


def test_alike_routes_share_one_sentence(rpki):
    routes = rpki.routes([("192.0.2.0/24", 1)] * 3)
    column = reasons(routes, validate(routes, rpki.vrps(VRPS)), "en")
    assert len(column.dictionary) == 3
