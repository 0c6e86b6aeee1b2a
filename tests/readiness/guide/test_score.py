"""Scores: the unknown is a range, never a zero; the cheapest step gains most for its effort."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.guide.catalogue import items
from noroshi.readiness.guide.score import DAYS, WEIGHTS, gain, score
from noroshi.readiness.guide.state import ItemState, State, states_of
from noroshi.spine.model import Text

from .conftest import AT

WHY = Text(ja="理由", en="why")


def states(default=State.NO_DATA, **chosen):
    named = {code.replace("__", "."): State(state) for code, state in chosen.items()}
    return [
        ItemState(item=item, state=named.get(code, default), why=WHY)
        for code, item in items().items()
    ]


def test_no_data_is_no_zero(read):
    found = score(states_of(read()), AT)
    assert found.whole.value is None
    assert (found.whole.low, found.whole.high, found.whole.coverage) == (0, 1, 0)
    assert found.as_dict()["score"] is None
    assert found.declaration()["technologies"]["rpki"] is None


def test_the_formula_by_hand():
    found = score(states(State.NOT_APPLICABLE, rpki__roa="met", rpki__minimal="partly", rpki__aspa="unmet"), AT)  # fmt: skip
    assert found.whole.value == (3 + 0.5 * 2) / (3 + 2 + 1)
    assert found.whole.coverage == 1
    assert (found.whole.must_met, found.whole.musts) == (1, 1)
    assert found.technologies["mail"].value is None


def test_half_of_the_weight_must_be_known():
    little = score(states(State.NOT_APPLICABLE, rpki__roa="met", rpki__caches="manual", rpki__aspa="manual"), AT)  # fmt: skip
    assert little.whole.coverage < 0.5
    assert little.whole.value is None
    enough = score(states(State.NOT_APPLICABLE, rpki__roa="met", rpki__caches="manual"), AT)
    assert enough.whole.value == 1


def test_the_cheapest_step_comes_first_and_the_unknown_last():
    found = score(states(State.MET, rpki__roa="unmet", rpki__own__valid="met", rpki__minimal="unmet", rpki__caches="manual"), AT)  # fmt: skip
    codes = [one.item.code for one in found.next_steps()]
    # 2 points in hours are cheaper than 3 in days.
    assert codes == ["rpki.minimal", "rpki.roa", "rpki.caches"]
    assert found.next_steps("mail") == []
    first = found.next_steps()[0]
    assert gain(first) / DAYS[first.item.effort] == 2
    lost = WEIGHTS[first.item.level] / found.whole.known
    assert found.points(first) == 100 * lost or abs(found.points(first) - 100 * lost) < 1e-9


@given(st.lists(st.sampled_from(list(State)), min_size=len(items()), max_size=len(items())))
def test_the_score_lies_in_its_range(chosen):
    made = [
        ItemState(item=item, state=state, why=WHY)
        for item, state in zip(items().values(), chosen, strict=True)
    ]
    whole = score(made, AT).whole
    assert 0 <= whole.low <= whole.high <= 1
    assert 0 <= whole.coverage <= 1
    if whole.value is not None:
        assert whole.low <= whole.value + 1e-9
        assert whole.value <= whole.high + 1e-9


def test_what_is_sent_names_no_item_run_or_input():
    told = score(states(State.MET), AT).declaration()
    assert set(told) == {"scored_at", "edition", "follows", "score", "coverage", "technologies"}
    assert told["follows"] is True
    assert all(isinstance(value, float) for value in told["technologies"].values())
