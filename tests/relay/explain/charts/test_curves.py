"""Curves: steps that never leave the picture, and a table that says the same."""

from xml.etree import ElementTree

from noroshi.relay.explain.charts.curves import MOST, Curve, draw_curves


def drawn(*curves):
    return draw_curves(
        curves, title="t", description="d", head=("group", "n"), days="days", key="k"
    )


def test_each_curve_falls_in_steps():
    made = drawn(Curve(name="<a>", steps=((2.0, 0.5), (10.0, 0.0)), cells=("4",)))
    root = ElementTree.fromstring(made.wide)
    line = next(each for each in root.iter() if each.get("class") == "curve c0")
    points = [tuple(map(float, pair.split(","))) for pair in line.get("points").split()]
    assert len(points) == 6
    assert [y for _, y in points] == sorted(y for _, y in points)
    assert points[-1][0] <= 800
    assert made.table.rows == (("<a>", "4"),)


def test_more_groups_than_line_styles_stand_in_the_table():
    curves = [Curve(name=str(n), steps=((1.0, 0.5),), cells=("1",)) for n in range(MOST + 2)]
    made = drawn(*curves)
    assert made.narrow.count("curve c") == 2 * MOST
    assert len(made.table.rows) == MOST + 2


def test_a_group_in_which_nothing_ended_stays_at_the_top():
    assert "curve c0" in drawn(Curve(name="a", steps=(), cells=("1",))).wide
    assert drawn().empty
