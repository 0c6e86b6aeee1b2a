"""Spans: one bar a row, a mark an event, and the table says the same."""

from datetime import UTC, datetime, timedelta

from noroshi.relay.explain.charts import Span, draw_spans

AT = datetime(2026, 1, 5, tzinfo=UTC)
WORDS = {"title": "T", "description": "D", "head": ("a", "b", "c", "d"), "key": "k"}


def span(name="Shop", *, days=2):
    return Span(
        name=name, amount="2", events=(AT, AT + timedelta(days=1)), end=AT + timedelta(days=days)
    )


def test_each_row_has_its_bar_and_marks():
    drawn = draw_spans([span(), span("<b>", days=3)], **WORDS)
    assert drawn.wide.count('class="calm"') == drawn.narrow.count('class="calm"') == 2
    assert "&lt;b&gt;" in drawn.wide
    assert drawn.table.rows[0] == ("Shop", "2", "2026-01-05 09:00", "2026-01-07 09:00")


def test_one_moment_is_drawn_too():
    alone = Span(name="x", amount="1", events=(AT,), end=AT)
    assert "nan" not in draw_spans([alone], **WORDS).wide


def test_nothing_is_drawn_of_nothing():
    assert draw_spans([], **WORDS).empty
