"""Columns: as high as the count, and the table says the same."""

from noroshi.relay.explain.charts import draw_columns

WORDS = {"title": "T", "description": "D", "head": ("day", "pages"), "key": "k"}


def test_each_count_has_its_column():
    drawn = draw_columns([("1/1", 2), ("1/2", 0), ("1/3", 4)], **WORDS)
    (path,) = [part for part in drawn.wide.split("<path ") if 'class="for"' in part]
    assert path.count("M") == 2
    assert drawn.table.rows == (("1/1", "2"), ("1/2", "0"), ("1/3", "4"))


def test_nothing_is_drawn_of_noughts():
    assert draw_columns([("1/1", 0)], **WORDS).empty
