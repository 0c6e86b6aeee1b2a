from noroshi.sites.evaluate.page_figures import Outcome, page_figures, share_of


def outcome(label: int, *, called: bool, told: str = "", brand: str = "") -> Outcome:
    return Outcome(
        label=label,
        called=called,
        kind="k" if label else "g",
        brand=brand,
        told=told,
        group=brand or "x",
    )


def test_shares_are_counted_by_class() -> None:
    figures = page_figures(
        [
            outcome(1, called=True, told="A", brand="A"),
            outcome(1, called=False, brand="B"),
            outcome(0, called=False),
        ]
    )
    assert figures["true-positive"].rate == 0.5
    assert figures["false-positive"].rate == 0
    assert figures["brand-right"].hits == 1
    assert figures["called:k"].total == 2


def test_the_interval_holds_the_share_and_is_wide_for_one_group() -> None:
    many = share_of([True] * 50 + [False] * 50, [str(n) for n in range(100)])
    assert many.low < 0.5 < many.high
    assert many.as_dict()["rate"] == 0.5


def test_nothing_is_unknown() -> None:
    assert (share_of([], []).low, share_of([], []).high, share_of([], []).rate) == (0, 1, 0)
