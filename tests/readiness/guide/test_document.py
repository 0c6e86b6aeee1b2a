"""The paper: every measured figure cites a run of the annex, and configurations passed their parser."""

import re
from html.parser import HTMLParser

import pytest

from noroshi.readiness.guide.catalogue import catalogue, items
from noroshi.readiness.guide.document import Paper, render_paper
from noroshi.readiness.guide.score import score
from noroshi.readiness.guide.state import states_of

from .conftest import AT, check

KANA = re.compile("[ぁ-んァ-ヶ]")


class Reader(HTMLParser):
    """What a reader of the HTML sees: figures with the marks behind them, runs, items and text."""

    def __init__(self):
        super().__init__()
        self.ids, self.marks, self.figures, self.checks, self.text = set(), set(), [], [], []
        self.hrefs = set()
        self._waiting = self._check = self._hidden = False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids.add(attrs.get("id"))
        if tag == "style":
            self._hidden = True
        if tag == "a" and attrs.get("href"):
            self.hrefs.add(attrs["href"])
        if "data-figure" in attrs:
            self.figures.append(None)
            self._waiting = True
        if "data-run" in attrs:
            self.marks.add(attrs["data-run"])
            if self._waiting:
                self.figures[-1] = attrs["data-run"]
                self._waiting = False
        if attrs.get("class") == "check":
            self._check = True

    def handle_endtag(self, tag):
        self._hidden = self._hidden and tag != "style"

    def handle_data(self, data):
        if self._hidden:
            return
        self.text.append(data)
        if self._check:
            self.checks.append(data)
            self._check = False


@pytest.fixture
def results(kept, declared):
    states = {"kind": "states", "routes": 9, "valid": 5, "invalid": 1, "not-found": 3}
    own = {"kind": "own-states", "origin": 64500, "valid": 2, "invalid": 1, "not-found": 1}
    gate = {"domain": "isp.example", "stage": "none", "next": "testing", "open": True, "why": {"ja": "開", "en": "it is open"}}  # fmt: skip
    good = {"for": "bird", "treatment": "tag", "checked": True, "parser": "BIRD 2.0.12", "text": "router id <1>;"}  # fmt: skip
    bad = {"for": "junos", "treatment": "tag", "checked": None, "parser": "", "text": "never shown"}
    return [
        kept("rpki.validate", states, own),
        kept("rpki.configure", good, subject="bird tag"),
        kept("rpki.configure", bad, subject="junos tag"),
        kept("mail.assess", {"checks": [check("spf.all", "bad")]}, subject="isp.example"),
        kept("mail.stage", gate, subject="isp.example"),
        declared("rpki.caches", "met", "<b>two</b>"),
    ]


def paper(read, results, operator="Example Net"):
    readings = read(*results)
    return Paper(
        issuer="Issuer & Co", operator=operator, at=AT, number="run-1", readings=readings,
        scored=score(states_of(readings), AT),
    )  # fmt: skip


def reader(html):
    made = Reader()
    made.feed(html)
    return made


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_figure_cites_a_run_of_the_annex(language, read, results):
    seen = reader(render_paper(paper(read, results), language))
    assert len(seen.figures) == 8
    assert None not in seen.figures
    assert {f"run-{mark}" for mark in seen.marks} <= seen.ids
    assert len(seen.marks) == 5  # the one without a parser has no figure
    assert {href.removeprefix("#") for href in seen.hrefs} <= seen.ids


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_item_stands_in_it_with_its_check(language, read, results):
    seen = reader(render_paper(paper(read, results), language))
    assert set(items()) <= seen.ids
    assert len(seen.checks) == len(items())
    for item, told in zip((i for t in catalogue() for i in sorted(t.items, key=lambda one: ("must", "should", "may").index(one.level))), seen.checks, strict=True):  # fmt: skip
        wanted = item.rule.reads or {"ja": "人が", "en": "manual"}[language]
        assert wanted in told


def test_only_accepted_configurations_are_annexed(read, results):
    html = render_paper(paper(read, results), "en")
    assert "router id &lt;1&gt;;" in html
    assert "checked with BIRD 2.0.12" in html
    assert "never shown" not in html
    assert "Left out, for want of a parser: junos" in html


def test_files_of_mail_servers_are_annexed_like_routers(read, kept):
    rows = [
        {"for": f"isp.example: {name}", "checked": checked, "parser": parser, "text": f"text of {name}"}
        for name, checked, parser in (("opendkim.conf", True, "OpenDKIM 2.11"), ("mta-sts.txt", None, ""))
    ]  # fmt: skip
    html = render_paper(paper(read, [kept("mail.configure", *rows, subject="isp.example")]), "en")
    assert "text of opendkim.conf" in html
    assert "checked with OpenDKIM 2.11" in html
    assert "text of mta-sts.txt" not in html
    assert "Left out, for want of a parser: isp.example: mta-sts.txt" in html


def test_what_people_wrote_stays_text(read, results):
    html = render_paper(paper(read, results, operator="<i>x</i>"), "en")
    assert "<b>two</b>" not in html
    assert "&lt;i&gt;x&lt;/i&gt;" in html


def test_what_has_no_result_says_how_to_get_it(read):
    html = render_paper(paper(read, []), "en")
    assert "noroshi readiness rpki simulate --vrps FILE" in html
    assert "No accepted configuration is kept yet" in html
    assert "No run is cited." in html


def test_the_generic_one_tells_nobodys_state(read, results):
    html = render_paper(paper(read, results, operator=""), "en")
    seen = reader(html)
    assert "Guideline for introducing" in html
    assert (seen.figures, seen.marks) == ([], set())
    assert set(items()) <= seen.ids
    assert "isp.example" not in html


def test_the_english_paper_has_no_japanese_sentence(read, results):
    text = "".join(reader(render_paper(paper(read, results), "en")).text)
    assert KANA.search(text) is None
