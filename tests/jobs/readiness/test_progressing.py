"""A quarter of an empty home has no data at either end. More: test_guiding.py, with a made operator."""

from datetime import UTC, datetime

from noroshi.jobs.readiness.progressing import progress_of
from noroshi.readiness.guide.progress import Quarter
from noroshi.readiness.guide.state import State
from noroshi.spine.store import Store


def test_an_empty_home(tmp_path):
    with Store.open(tmp_path / "state.db") as store:
        sheet = progress_of(store, "x", Quarter(2026, 3), datetime(2026, 9, 1, tzinfo=UTC))
    assert {line.now.state for line in sheet.lines} == {State.NO_DATA, State.MANUAL}
    assert sheet.now.whole.value is None
