"""Algorithms as RFC 9904 and 9905 rank them."""

import pytest

from noroshi.readiness.dnssec.algorithm import ALGORITHMS, algorithm_name, is_supported


@pytest.mark.parametrize(("number", "known"), [(8, True), (13, True), (15, True), (1, False), (12, False), (200, False)])  # fmt: skip
def test_only_known_algorithms_are_checked(number, known):
    assert is_supported(number) is known


def test_sha1_is_bad_and_curves_are_good():
    assert [ALGORITHMS[number].level for number in (5, 7, 13, 15, 10)] == ["bad", "bad", "good", "good", "note"]  # fmt: skip
    assert [algorithm_name(15), algorithm_name(99)] == ["ED25519 (15)", "(99)"]
