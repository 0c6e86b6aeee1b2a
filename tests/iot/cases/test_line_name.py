"""Line names: found and given back with the key, and by nobody else."""

import pytest

from noroshi.iot.cases import LineNames
from noroshi.spine.model import InputError

OURS, THEIRS = LineNames(b"a" * 32), LineNames(b"b" * 32)
NAME = "customer-000123"


def test_a_name_comes_back_and_is_not_to_be_seen():
    sealed = OURS.seal(NAME)
    assert OURS.unseal(sealed) == NAME
    assert NAME.encode() not in sealed
    assert sealed != OURS.seal(NAME)


def test_the_same_name_has_the_same_hash_under_one_key_only():
    assert OURS.hash(NAME) == OURS.hash(NAME)
    assert len({OURS.hash(NAME), OURS.hash("other"), THEIRS.hash(NAME)}) == 3


@pytest.mark.parametrize(
    "damage", [lambda one: one[:-1], lambda one: one[:5], lambda one: b"\0" + one]
)
def test_what_was_changed_or_sealed_elsewhere_is_refused(damage):
    with pytest.raises(InputError, match=r"cases\.key"):
        OURS.unseal(damage(OURS.seal(NAME)))
    with pytest.raises(InputError):
        THEIRS.unseal(OURS.seal(NAME))
