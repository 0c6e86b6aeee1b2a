from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from noroshi.relay.explain import Comparison
from noroshi.relay.explain.charts.background import draw_background, percentile, row_scale
from noroshi.relay.explain.charts.scale import Linear, Signed
from noroshi.testing.portraits import sample_portrait


def row(value, quantiles, unit="1"):
    return Comparison(code="c2.x", value=value, unit=unit, quantiles=quantiles, percentile=97)


@pytest.mark.parametrize(
    ("value", "written"),
    [(100, ">P99.9"), (99.64, "P99.6"), (34.2, "P34"), (-1, "P0"), (float("nan"), "–")],
)
def test_percentiles_never_claim_the_very_top(value, written):
    assert percentile(value) == written


def test_narrow_ranges_are_linear_and_wide_ones_bent():
    assert isinstance(row_scale(row(4, (1, 2, 3, 4, 5, 6)), 0, 100), Linear)
    assert isinstance(row_scale(row(4, (0, 1, 3, 40, 500, 6000)), 0, 100), Signed)


def test_a_row_of_zeros_has_a_place():
    scale = row_scale(row(0, (0, 0, 0, 0, 0, 0)), 0, 100)
    assert scale(0) == 50


def test_the_caption_counts_the_unusual():
    figure = draw_background(sample_portrait(), "en", "inside", "k")
    assert figure.description.startswith("In 5 of 7 kinds of evidence")
    assert figure.table.rows[0] == (
        "Regular contacts",
        "0.91",
        "P99.6",
        "0.01",
        "0.05",
        "0.12",
        "0.24",
        "0.55",
        "0.82",
    )


def test_small_counts_stay_inside():
    portrait = replace(sample_portrait(), background=(row(1, (1, 1, 2, 3, 9, 40), "clients"),))
    told = draw_background(portrait, "en", "outside", "k").table.rows[0]
    assert told[1:] == ("<3", "P97", "<3", "<3", "<3", "3", "9", "40")


def test_rows_beyond_the_picture_stand_in_the_table():
    portrait = replace(sample_portrait(), background=(row(1, (1, 1, 2, 3, 9, 40)),) * 50)
    figure = draw_background(portrait, "en", "inside", "k")
    assert figure.wide.count('class="here"') == 31
    assert len(figure.table.rows) == 50


def test_without_background_it_is_said():
    figure = draw_background(replace(sample_portrait(), background=()), "en", "inside", "k")
    assert figure.description == "There is no background to compare with."
    assert figure.note == ""


LONG = [
    row(3_188_000.0, (0, 1, 2, 3, 4, 5), "contacts"),
    row(-4.2e15, (-9e15, 0, 1e3, 2e6, 3e9, 4e12), "connections per client and hour"),
    row(9.9e14, (1, 2, 3, 4, 5, 9.9e14), "B"),
]


def em(text):
    return sum(1.0 if ord(sign) > 0x2E7F else 0.62 for sign in text)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_texts_and_marks_keep_apart_whatever_the_unit(lang, width):
    figure = draw_background(
        replace(sample_portrait(), background=tuple(LONG)), lang, "inside", "k"
    )
    drawn = ElementTree.fromstring(getattr(figure, width))
    lines: dict[float, list[tuple[float, float]]] = {}
    for text in drawn.iter("{http://www.w3.org/2000/svg}text"):
        size = em("".join(text.itertext()).strip() if not len(text) else text[-1].tail or "") * 12.5
        x, y = float(text.get("x")), float(text.get("y"))
        start = x - size if text.get("text-anchor") == "end" else x
        if size and text.get("class") != "t faint":
            lines.setdefault(y, []).append((start, start + size))
    for mark in drawn.iter("{http://www.w3.org/2000/svg}polygon"):
        xs, ys = zip(*(map(float, p.split(",")) for p in mark.get("points").split()), strict=True)
        for y in [y for y in lines if abs(y - sum(ys) / 4) < 9 and len(lines[y]) > 1]:
            lines[y].append((min(xs), max(xs)))
    for spans in lines.values():
        ordered = sorted(spans)
        assert ordered[0][0] >= -1
        assert all(one[1] <= other[0] + 1 for one, other in pairwise(ordered)), spans
