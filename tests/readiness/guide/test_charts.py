"""Charts are well-formed, to one scale, and keep hostile labels as text."""

from xml.etree import ElementTree

from noroshi.readiness.guide.charts import Bar, Part, Range, bars, ranges

SVG = "{http://www.w3.org/2000/svg}"


def rects(svg):
    return [float(each.get("width")) for each in ElementTree.fromstring(svg).iter(f"{SVG}rect")]


def test_bars_share_one_scale():
    svg = bars([Bar("a", (Part(10, "good", ""),), "10"), Bar("b", (Part(5, "for", ""),), "5")], "t")
    wide, narrow = rects(svg)
    assert wide == 2 * narrow


def test_a_small_amount_is_seen_and_none_is_not():
    svg = bars([Bar("a", (Part(1e6, "good", "x"), Part(1, "for", "y"), Part(0, "level", "z")), "")], "t")  # fmt: skip
    assert [width > 0 for width in rects(svg)[3:]] == [True, True, False]


def test_labels_stay_text_and_are_cut():
    svg = bars([Bar("<script>" + "長" * 40, (Part(1, "good", ""),), "&")], '"title"')
    texts = [each.text for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]
    assert texts[0].startswith("<script>")
    assert texts[0].endswith("…")
    assert texts[1] == "&"


def test_nothing_is_drawn_of_nothing():
    assert ElementTree.fromstring(bars([], "t")) is not None


def test_a_score_stands_in_its_range():
    svg = ranges([Range("RPKI", 0.5, 0.25, 0.75, "50"), Range("x", None, 0, 1, "no data")], "t")
    assert len(rects(svg)) == 1
    lines = [each for each in ElementTree.fromstring(svg).iter(f"{SVG}line") if each.get("class") == "axis"]  # fmt: skip
    first = lines[0]
    middle = (float(first.get("x1")) + float(first.get("x2"))) / 2
    mark = next(ElementTree.fromstring(svg).iter(f"{SVG}rect"))
    assert abs(float(mark.get("x")) + 3 - middle) < 0.2
