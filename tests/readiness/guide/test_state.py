"""States: by figures, checks, age and hand; nothing that was not looked at counts as anything."""

from datetime import timedelta

import pytest

from noroshi.readiness.guide.catalogue import Level, items
from noroshi.readiness.guide.state import State, follows, state_of, states_of

from .conftest import AT, check


def of(code, readings):
    return state_of(items()[code], readings)


def test_without_results_nothing_is_known(read):
    states = states_of(read())
    assert {one.state for one in states} == {State.NO_DATA, State.MANUAL}
    assert not any(one.is_known or one.results for one in states)
    assert not follows(states)


def test_what_was_never_run_has_no_result(read):
    assert of("rpki.roa", read()).why.en == "There is no result."


def test_a_figure_is_held_against_its_limit(kept, read):
    own = {"kind": "own-states", "origin": 64500, "valid": 2, "invalid": 1, "not-found": 0}
    readings = read(kept("rpki.validate", own))
    assert of("rpki.roa", readings).state is State.MET
    wrong = of("rpki.own-valid", readings)
    assert wrong.state is State.UNMET
    assert wrong.why.en == "Own invalid routes: 1 (wanted: at most 0)"


def test_several_subjects_may_be_partly_there(kept, read):
    rows = {"a.example": "reject", "b.example": "none"}
    results = [kept("mail.stage", {"stage": stage}, subject=name) for name, stage in rows.items()]
    found = of("mail.enforce", read(*results))
    assert found.state is State.PARTLY
    assert "b.example" in found.why.en
    assert len(found.results) == 2


@pytest.mark.parametrize(
    ("levels", "state"),
    [
        (["good", "note"], State.MET),
        (["good", "warn"], State.PARTLY),
        (["good", "unknown"], State.NO_DATA),
        (["unknown", "bad"], State.UNMET),
    ],
)
def test_checks_are_as_good_as_their_worst(levels, state, kept, read):
    checks = [check(f"spf.{place}", level) for place, level in enumerate(levels)]
    others = [check("dkim.key", "bad")]
    found = of("mail.spf", read(kept("mail.assess", {"checks": checks + others})))
    assert found.state is state


def test_more_than_two_complaints_are_counted(kept, read):
    checks = [check(f"spf.{place}", "bad") for place in range(4)]
    found = of("mail.spf", read(kept("mail.assess", {"checks": checks})))
    assert found.why.en.endswith("And 2 more.")
    assert found.why.ja.endswith("ほか 2 件。")


def test_a_result_grows_old(kept, read):
    young = read(kept("rpki.simulate", made_at=AT - timedelta(days=92)))
    old = read(kept("rpki.simulate", made_at=AT - timedelta(days=93)))
    assert of("rpki.simulated", young).state is State.MET
    assert of("rpki.simulated", old).state is State.PARTLY


def test_people_declare_what_no_command_checks(declared, read, kept):
    readings = read(declared("rpki.caches", "met", "two sites"), declared("rpki.roa", "met"))
    assert of("rpki.caches", readings).state is State.MET
    assert of("rpki.caches", readings).why.en == "declared (me: two sites)"
    # What a result tells cannot be declared away, but it may not apply.
    assert of("rpki.roa", readings).state is State.NO_DATA
    assert of("rpki.roa", read(declared("rpki.roa", "not-applicable"))).state is State.NOT_APPLICABLE  # fmt: skip


def test_who_meets_every_must_item_follows(declared, read):
    musts = [item for item in items().values() if item.level is Level.MUST]
    all_out = read(*(declared(item.code, "not-applicable") for item in musts))
    assert follows(states_of(all_out))
    but_one = read(*(declared(item.code, "not-applicable") for item in musts[1:]))
    assert not follows(states_of(but_one))
