"""Figure: a table counts what it does not list; both widths have keys of their own."""

from noroshi.relay.explain.charts.figure import MAX_TABLE_ROWS, NARROW, WIDE, Table, both_widths


def test_a_long_table_is_cut_and_counted():
    rows = tuple((str(number),) for number in range(MAX_TABLE_ROWS + 5))
    table = Table(head=("n",), rows=rows)
    assert (len(table.shown), table.left_out) == (MAX_TABLE_ROWS, 5)
    assert Table(head=("n",), rows=rows[:2]).left_out == 0


def test_each_width_is_drawn_once_with_its_own_key():
    drawn = both_widths(lambda width, key: f"{width:.0f} {key}", "strip")
    assert drawn == (f"{WIDE:.0f} strip-w", f"{NARROW:.0f} strip-n")
