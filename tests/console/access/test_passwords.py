"""Passwords: long enough, kept as argon2id, checked with the same work for nobody."""

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.console.access.passwords import Passwords, passwords
from noroshi.spine.model import InputError

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
GOOD = "correct horse battery"


@pytest.fixture(scope="module")
def quick():
    return Passwords(QUICK)


def test_the_shipped_hash_is_argon2id_with_the_rfcs_memory():
    kept = passwords().hash(GOOD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert GOOD not in kept


@settings(max_examples=25)
@given(st.text(min_size=12, max_size=60))
def test_any_password_opens_and_no_other_does(text):
    quick = Passwords(QUICK)
    kept = quick.hash(text)
    assert quick.check(kept, text).good
    assert not quick.check(kept, text + "x").good


@pytest.mark.parametrize("text", ["", "x" * 11, "x" * 1025])
def test_length_is_bounded(quick, text):
    with pytest.raises(InputError, match="12 to 1024"):
        quick.hash(text)


def test_an_endless_password_costs_nothing(quick):
    assert not quick.check(quick.hash(GOOD), "x" * 1_000_000).good


def test_nobody_has_a_password_not_even_the_one_that_is_hashed_for_nobody(quick):
    assert not quick.check(None, GOOD).good
    assert not quick.check(None, "nobody has this password").good


def test_nobodys_password_takes_the_same_work():
    calls = []

    class Counting(PasswordHasher):
        def verify(self, kept, password):
            calls.append(kept)
            return super().verify(kept, password)

    counting = Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))
    counting.check(None, GOOD)
    counting.check(counting.hash(GOOD), GOOD)
    assert len(calls) == 2


def test_a_hash_of_old_parameters_is_renewed(quick):
    checked = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).check(
        quick.hash(GOOD), GOOD
    )
    assert checked.good
    assert "t=2" in checked.renewed
    assert quick.check(quick.hash(GOOD), GOOD).renewed is None


def test_a_damaged_hash_opens_nothing(quick):
    assert not quick.check("$argon2id$damaged", GOOD).good
