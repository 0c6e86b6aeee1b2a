import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.relay.explain import render_portrait, render_portraits, render_report
from noroshi.spine.model import Text
from noroshi.testing.portraits import (
    sample_contacts,
    sample_finding,
    sample_portrait,
    sample_report,
)

PSEUDONYM = "100.64.17.203"
SCRIPT = "<script>alert(1)</script>\x00\x1b[31m\u202e\"'&"


def parsed(page):
    return ElementTree.fromstring(page)


def main(page, lang):
    return next(m for m in parsed(page).iter("main") if m.get("lang") == lang)


def words(element):
    return " ".join(" ".join(element.itertext()).split())


@pytest.fixture(scope="module")
def portrait_page():
    return render_portrait(sample_portrait(), "ja")


@pytest.fixture(scope="module")
def report_page():
    return render_report(*sample_report(), "en")


def hostile_portrait():
    text = Text(ja=f"日本 {SCRIPT} {PSEUDONYM}", en=f"en {SCRIPT} {PSEUDONYM}")
    finding = sample_finding(label=f"c2-{SCRIPT}")
    evidence = tuple(replace(e, text=text, source=SCRIPT + PSEUDONYM) for e in finding.evidence)
    finding = replace(
        finding,
        evidence=evidence,
        counterfactual=text,
        detector=replace(finding.detector, name=SCRIPT, parameters=SCRIPT),
    )
    portrait = sample_portrait(finding)
    clients = tuple(replace(row, symptoms=(text,)) for row in portrait.clients)
    return replace(portrait, clients=clients, names={e.code: text for e in evidence})


@pytest.mark.parametrize("page", ["portrait_page", "report_page"])
def test_a_page_is_well_formed(page, request):
    assert parsed(request.getfixturevalue(page)).tag == "html"


@pytest.mark.parametrize("page", ["portrait_page", "report_page"])
def test_a_page_asks_for_nothing_outside_itself(page, request):
    text = request.getfixturevalue(page)
    root = parsed(text)
    assert not {"script", "link", "img", "iframe", "object"} & {e.tag for e in root.iter()}
    assert "url(" not in text
    assert "@import" not in text
    for element in root.iter():
        assert not any(name.startswith("on") for name in element.attrib)
        assert element.get("href", "#").startswith("#")
    policy = next(m for m in root.iter("meta") if "http-equiv" in m.attrib)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in policy.get("content")


@pytest.mark.parametrize("page", ["portrait_page", "report_page"])
def test_ids_are_unique_and_links_lead_somewhere(page, request):
    root = parsed(request.getfixturevalue(page))
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    ids += [
        e.get("id")
        for e in root.iter("{http://www.w3.org/2000/svg}title")
        if e.get("id") and e.get("id") not in ids
    ]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        if element.tag == "a":
            assert element.get("href").removeprefix("#") in ids
        for key in ("aria-labelledby",):
            assert set(element.get(key, "").split()) <= set(ids)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_asked_language_shows_first_and_the_other_is_there(lang):
    root = parsed(render_portrait(sample_portrait(), lang))
    assert root.get("lang") == lang
    checked = [e.get("id") for e in root.iter("input") if e.get("checked")]
    assert checked == [f"show-{lang}"]
    assert {m.get("lang") for m in root.iter("main")} == {"ja", "en"}


@pytest.mark.parametrize("page", ["portrait_page", "report_page"])
def test_the_english_half_holds_no_japanese(page, request):
    text = words(main(request.getfixturevalue(page), "en"))
    assert not re.search("[\u3040-\u30ff\u4e00-\u9fff]", text)


def test_the_page_leads_with_the_verdict_then_why_then_what_would_change_it(portrait_page):
    text = words(main(portrait_page, "en"))
    order = [
        "Almost certainly",
        "Strongest first",
        "What would change the verdict",
        "See for yourself",
        "Method",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_every_picture_is_named_described_and_told_in_numbers(portrait_page):
    svg = "{http://www.w3.org/2000/svg}"
    figures = list(main(portrait_page, "ja").iter("figure"))
    assert len(figures) == 4
    for figure in figures:
        assert figure.find("details/div/table") is not None
        drawings = list(figure.iter(f"{svg}svg"))
        assert len(drawings) == 2
        for drawing in drawings:
            assert drawing.get("role") == "img"
            assert drawing.find(f"{svg}title").text
            assert drawing.find(f"{svg}desc").text


@pytest.mark.parametrize("audience", ["inside", "outside"])
def test_hostile_text_stays_text(audience):
    page = render_portrait(hostile_portrait(), "en", audience)
    assert "script" not in {e.tag.rpartition("}")[2] for e in parsed(page).iter()}
    assert "&lt;script&gt;" in page
    assert not re.search("[\x00\x1b\u202e]", page)


@pytest.mark.parametrize("audience", ["inside", "outside"])
def test_a_planted_pseudonym_reaches_no_page(audience):
    portrait = hostile_portrait()
    assert PSEUDONYM not in render_portrait(portrait, "en", audience)
    findings, _, summary, truth = sample_report()
    report = render_report(
        [portrait.finding, *findings], [portrait], summary, truth, "ja", audience=audience
    )
    assert PSEUDONYM not in report


def test_outside_no_client_row_and_no_small_count_is_told():
    finding = sample_finding(clients=2)
    page = render_portrait(sample_portrait(finding), "en", "outside")
    english = words(main(page, "en"))
    assert "client 1" not in english
    assert "Clients <3" in english
    assert "For readers outside the operator" in english


def test_a_report_ranks_links_and_counts(report_page):
    english = main(report_page, "en")
    rows = [words(row) for row in english.find(".//table[@class='findings']/tbody")]
    assert [row.split()[1:3] for row in rows[:2]] == [
        ["198.51.100.23:6667/tcp", "IRC-like"],
        ["203.0.113.80:8080/tcp", "HTTP(S)"],
    ]
    assert "Of 5 planted C&C servers, 4 were found and 1 missed; false alarms: 1." in words(english)
    assert [a.get("href") for a in english.iter("a")][:2] == ["#en-f1", "#en-f2"]


def test_a_report_without_truth_says_nothing_of_truth():
    findings, portraits, summary, _ = sample_report()
    english = words(main(render_report(findings, portraits, summary, lang="en"), "en"))
    assert "planted" not in english
    assert "Truth" not in english


def test_portraits_beside_the_report_are_linked():
    findings, _, summary, _ = sample_report()
    page = render_report(findings, [], summary, lang="en", links={findings[0].id: "a.html"})
    assert [a.get("href") for a in main(page, "en").iter("a")] == ["a.html"]


def test_a_report_of_nothing_says_so():
    _, _, summary, truth = sample_report()
    english = words(main(render_report([], [], summary, truth, "en"), "en"))
    assert "There is no finding." in english
    assert "0 were found and 5 missed" in english


def test_the_order_of_findings_changes_nothing():
    findings, portraits, summary, truth = sample_report()
    turned = render_report(findings[::-1], portraits[::-1], summary, truth, "en")
    assert turned == render_report(findings, portraits, summary, truth, "en")


def test_a_page_needs_a_portrait():
    with pytest.raises(ValueError, match="needs a portrait"):
        render_portraits([])


def test_a_hundred_thousand_contacts_make_no_giant_page():
    contacts = sample_contacts(clients=40)
    many = replace(
        contacts,
        **{name: getattr(contacts, name).repeat(20) for name in contacts.__slots__},
    )
    assert len(many) > 100_000
    page = render_portrait(sample_portrait(contacts=many), "en")
    assert len(page) < 700_000
    assert "summed per 10 min" in page


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1), st.floats(), st.floats(), st.floats(0, 1))
def test_any_text_and_number_make_a_well_formed_page(text, value, weight, score):
    finding = sample_finding(score=score)
    said = Text(ja=text, en=text)
    term = replace(
        finding.evidence[0],
        code=text,
        unit=text,
        value=value,
        weight=weight,
        text=said,
        source=text,
    )
    portrait = sample_portrait(replace(finding, evidence=(term,), label=text))
    page = render_portrait(replace(portrait, names={text: said}), "ja", "outside")
    assert parsed(page).tag == "html"


def test_a_report_of_every_scored_server_lists_the_first_and_counts_the_rest():
    _, _, summary, truth = sample_report()
    many = [sample_finding(f"198.51.100.{n % 250}", 1 + n, score=n / 1000) for n in range(1000)]
    page = render_report(many, [], summary, truth, "en")
    assert len(list(main(page, "en").find(".//table[@class='findings']/tbody"))) == 200
    assert "800 more rows are left out." in page
    assert "500 reach the threshold" in page
    assert len(page) < 1_000_000
