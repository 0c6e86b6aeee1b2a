"""The newest declaration of each operator counts, within a time."""

from datetime import UTC, datetime, timedelta

from noroshi.spine.model import MemberRole, Operator
from noroshi.spine.store import Store
from noroshi.spine.store.members import Operators
from noroshi.spine.store.readiness_scores import DeclaredScore, ReadinessScores

AT = datetime(2026, 9, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def made(name, days, score):
    return DeclaredScore(
        operator_id=name, received_at=AT - days * DAY, scored_at=AT, edition="0a", follows=False,
        score=score, coverage=0.5, technologies={"rpki": score, "mail": None},
    )  # fmt: skip


def test_newest_within_a_time(tmp_path):
    with Store.open(tmp_path / "state.db") as store:
        for name in ("a", "b"):
            Operators(store.database).add(
                Operator(id=name, name=name, role=MemberRole.SHARING, joined_at=AT - 99 * DAY)
            )
        scores = ReadinessScores(store.database)
        for one in (made("b", 9, 0.1), made("b", 3, None), made("a", 1, 0.7), made("a", 2, 0.6)):
            scores.add(one)
        found = scores.newest(since=AT - 5 * DAY, until=AT)
        assert found == [made("a", 1, 0.7), made("b", 3, None)]
        assert scores.newest(since=AT - 9 * DAY, until=AT - 5 * DAY) == [made("b", 9, 0.1)]
