"""Counting: each figure is counted from rows that are there, and has no data where none can be."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.jobs.kpi.counting import (
    COUNTS,
    count_figures,
    count_job,
    enter_figure,
    figure_rows,
    sheet_results,
)
from noroshi.relay.kpi import FIGURES
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, FigureEntry, Window
from noroshi.spine.store import Store
from noroshi.spine.store.list_tables import EditionRow, PullRow, SightingRow
from noroshi.spine.store.member_tables import OperatorRow
from noroshi.spine.store.readiness_scores import DeclaredScore, ReadinessScores

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as opened:
        yield opened


def add(store, *rows):
    with store.database.writing() as session:
        session.add_all(rows)
        session.flush()


def operator(name, **changes):
    values = {
        "id": name, "name": name.title(), "role": "sharing", "asns": [], "prefixes": [],
        "domains": [], "contacts": [], "entitlements": [], "action": "none",
        "joined_at": AT - 90 * DAY, "left_at": None,
    }  # fmt: skip
    return OperatorRow(**(values | changes))


def pull(name, *, at=AT - DAY, collection="c2-servers"):
    return PullRow(
        operator_id=name, collection=collection, format="stix", day=f"{at:%Y-%m-%d}", pulls=1,
        octets=10, entries=1, sequence=1, last_at=at,
    )  # fmt: skip


def sighting(name, *, at=AT - DAY, kind="seen"):
    return SightingRow(
        id=f"{name}-{kind}", indicator_id="i", operator_id=name, kind=kind, count=5,
        window_start=at - DAY, window_end=at, source="api", note="", received_at=at,
    )  # fmt: skip


def edition(collection, at=AT - DAY):
    return EditionRow(
        sequence=1, added_us=int(at.timestamp() * 1e6), collection=collection, indicator_id="i",
        latest=True, standing="live", subject_kind="url", subject_value="http://phish.example/",
        kind="malicious-site", label="phishing", confidence=90, tlp="TLP:GREEN", valid_from=at,
        valid_until=at + DAY, first_seen=at, last_seen=at, reasons=[], reason_ja="x",
        reason_en="x", by="policy:x",
    )  # fmt: skip


def run(store, job, at, counts, inputs=None):
    made = store.begin_run(
        job, detector=None, window=Window(at - DAY, at), inputs=inputs or {}, at=at
    )
    store.end_run(made, outcome="done", counts=counts, at=at)
    return made


def counted(store, at=AT):
    return {measure.name: measure for measure in count_figures(store, 2026, at)}


def test_every_figure_can_be_counted():
    assert list(COUNTS) == list(FIGURES)


def test_an_empty_state_has_no_data(store):
    assert counted(store) == {}
    assert all(figure_rows(store, name, 2026, AT) is None for name in FIGURES)


def test_the_match_rate_is_that_of_the_newest_match_of_the_year(store):
    run(store, "c2 match", AT - 300 * DAY, {"ours-on-lists matched": 1, "ours-on-lists total": 1})
    run(store, "c2 match", AT - 2 * DAY, {"ours-on-lists matched": 5, "ours-on-lists total": 10})
    newest = run(
        store, "c2 match", AT - DAY, {"ours-on-lists matched": 46, "ours-on-lists total": 50}
    )
    measure = counted(store)["c2.match-rate"]
    assert (measure.numerator, measure.denominator) == (46, 50)
    assert measure.low < 0.92 < measure.high
    (row,) = figure_rows(store, "c2.match-rate", 2026, AT)
    assert row["run"] == newest


def test_a_match_of_nothing_is_no_match_rate(store):
    run(store, "c2 match", AT - DAY, {"ours-on-lists matched": 0, "ours-on-lists total": 0})
    assert "c2.match-rate" not in counted(store)


def test_participants_are_members_at_that_moment(store):
    add(
        store,
        operator("alpha"),
        operator("beta", role="analysing"),
        operator("gone", left_at=AT - DAY),
        operator("leaving", left_at=AT + DAY),
        operator("coming", joined_at=AT + DAY),
        operator("centre", role="coordinator"),
        operator("ministry", role="ministry"),
    )
    measure = counted(store)["programme.participants"]
    assert measure.numerator == 3
    rows = figure_rows(store, "programme.participants", 2026, AT)
    assert [row["operator"] for row in rows] == ["alpha", "beta", "leaving"]


def test_sharing_needs_a_recent_pull_and_an_action_or_a_sighting(store):
    add(
        store,
        operator("acts", action="monitor"),
        operator("sights"),
        operator("reads"),
        operator("slow", action="block"),
        operator("idle", action="block"),
        operator("complains"),
    )
    add(
        store,
        pull("acts"),
        pull("sights"),
        pull("reads"),
        pull("complains"),
        pull("slow", at=AT - 8 * DAY),
        sighting("sights"),
        sighting("complains", kind="false-positive"),
    )
    assert counted(store)["c2.sharing-operators"].numerator == 2
    rows = figure_rows(store, "c2.sharing-operators", 2026, AT)
    assert [(row["operator"], row["sighted"]) for row in rows] == [
        ("acts", False),
        ("sights", True),
    ]


def test_acting_on_sites_has_no_data_before_the_list_held_an_entry(store):
    add(store, operator("blocks", action="block"), operator("watches", action="monitor"))
    add(store, *(pull(name, collection="malicious-sites") for name in ("blocks", "watches")))
    assert "sites.acting-operators" not in counted(store)
    add(store, edition("malicious-sites"))
    assert counted(store)["sites.acting-operators"].numerator == 1


def test_rooms_to_come_are_counted_from_their_runs(store):
    run(store, "iot survey", AT - 9 * DAY, {"addresses": 1000})
    run(store, "iot survey", AT - DAY, {"addresses": 500})
    run(store, "readiness guideline", AT - DAY, {})
    found = counted(store)
    assert found["iot.addresses-surveyed"].numerator == 1500
    assert found["iot.survey-rounds"].numerator == 2
    assert found["readiness.guidelines"].numerator == 1
    assert "readiness.following-operators" not in found


def test_who_declared_last_to_follow_the_guideline_is_counted(store):
    add(store, operator("alpha"), operator("beta"), operator("gamma"))
    scores = ReadinessScores(store.database)
    for name, days, follows in (
        ("alpha", 3, True), ("alpha", 2, False), ("beta", 1, True), ("gamma", 101, True),
    ):  # fmt: skip
        at = AT - days * DAY
        scores.add(
            DeclaredScore(
                operator_id=name, received_at=at, scored_at=at, edition="0a", follows=follows,
                score=0.9, coverage=1.0, technologies={},
            )
        )  # fmt: skip
    assert counted(store)["readiness.following-operators"].numerator == 1
    rows = figure_rows(store, "readiness.following-operators", 2026, AT)
    assert [row["operator"] for row in rows] == ["beta"]


def test_coverage_is_what_was_asked_out_of_what_was_allowed(store):
    run(store, "iot survey", AT - 2 * DAY, {"addresses": 90, "allowed": 100})
    run(store, "iot survey", AT - DAY, {"addresses": 70, "allowed": 100})
    run(store, "iot survey", AT - DAY, {"addresses": 5})
    measure = counted(store)["iot.coverage"]
    assert (measure.numerator, measure.denominator) == (160, 200)


def test_devices_are_counted_by_the_newest_word_of_each_operator(store):
    for at, name, told, fixed in ((4, "a", 10, 1), (2, "a", 20, 8), (1, "b", 5, 0)):
        counts = {"told": told, "fixed": fixed}
        run(store, "iot cases", AT - at * DAY, counts, {"operator": name})
    measures = counted(store)
    assert measures["iot.notices"].numerator == 25
    assert measures["iot.fixed-devices"].numerator == 8
    rate = measures["iot.fix-rate"]
    assert (rate.numerator, rate.denominator) == (8, 25)


def test_a_fix_rate_of_nobody_has_no_data(store):
    run(store, "iot cases", AT - DAY, {"told": 0}, {"operator": "a"})
    assert "iot.fix-rate" not in counted(store)


def test_a_run_that_failed_is_not_counted(store):
    made = store.begin_run("iot survey", detector=None, window=None, inputs={}, at=AT - DAY)
    store.end_run(made, outcome="failed", counts={"addresses": 9}, at=AT)
    assert "iot.survey-rounds" not in counted(store)


def test_rows_are_as_many_as_the_count_says(store):
    add(store, operator("alpha", action="block"), operator("beta"))
    add(store, pull("alpha"), pull("beta"))
    for name, measure in counted(store).items():
        assert len(figure_rows(store, name, 2026, AT)) == measure.numerator


def test_the_sheet_tells_what_was_counted_last_and_entered(store):
    add(store, operator("alpha"))
    counted(store)
    enter_figure(
        store,
        FigureEntry(
            name="programme.participants", fiscal_year=2026, target=4, cost_yen=200, note="",
            entered_by="user:x", entered_at=AT,
        ),
    )  # fmt: skip
    lines = {line.figure.name: line for _, lines in sheet_results(store, 2026) for line in lines}
    assert lines["programme.participants"].achievement == 0.25
    assert lines["programme.participants"].unit_cost_yen == 200
    assert lines["programme.participants"].counted_at == AT


def test_a_year_that_has_not_begun_cannot_be_counted(store):
    with pytest.raises(ConfigError, match="begins on 2027-04-01"):
        count_figures(store, 2027, AT)


def test_unknown_figures_and_negative_numbers_are_refused(store):
    with pytest.raises(ConfigError, match=r"there are c2\.match-rate"):
        figure_rows(store, "c2.matchrate", 2026, AT)
    bad = FigureEntry(
        name="c2.match-rate", fiscal_year=2026, target=-1, cost_yen=None, note="",
        entered_by="", entered_at=AT,
    )  # fmt: skip
    with pytest.raises(ConfigError, match="0 or more"):
        enter_figure(store, bad)


def test_the_clock_counts_the_year_that_runs(store, tmp_path):
    add(store, operator("alpha"))
    made = count_job(Home(tmp_path), store, AT)["figures"]
    lines = [line for _, lines in sheet_results(store, 2026) for line in lines]
    assert 0 < made <= len([line for line in lines if line.counted_at == AT])
