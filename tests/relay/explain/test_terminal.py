import re
from dataclasses import replace
from io import StringIO
from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.console import Console

from noroshi.relay.explain import Contacts, Histogram, print_portrait
from noroshi.relay.explain.terminal import joined_bins, sparkline
from noroshi.spine.model import Text
from noroshi.testing.portraits import sample_finding, sample_portrait


def printed(portrait, lang="en", width=100, audience="inside"):
    out = StringIO()
    print_portrait(Console(file=out, width=width, color_system=None), portrait, lang, audience)
    return out.getvalue()


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_line_but_a_command_is_wider_than_the_terminal(lang, width):
    lines = printed(sample_portrait(), lang, width).splitlines()
    assert all(cell_len(line) <= width for line in lines if "noroshi c2" not in line)


def test_the_verdict_comes_first_and_commands_last():
    lines = printed(sample_portrait()).splitlines()
    assert lines[0].strip() == "203.0.113.80:8080/tcp"
    assert lines[1].startswith("Almost certainly a C&C server")
    assert lines[-1].strip() == "noroshi c2 explain 203.0.113.80 --html 203.0.113.80.html"


def test_every_reason_and_client_is_shown():
    text = printed(sample_portrait())
    for name in (
        "Regular contacts",
        "Share answered",
        "+3.12",
        "−0.35",
        "client 7",
        "53.4 s – 71 s",
    ):
        assert name in text


def test_outside_clients_share_one_line():
    text = printed(sample_portrait(), audience="outside")
    assert "client 1" not in text
    assert "all clients" in text


def test_control_characters_reach_no_terminal():
    finding = sample_finding(label="c2-\x1b[2J")
    portrait = sample_portrait(
        replace(finding, counterfactual=Text(ja="\x1b]0;x\x07", en="\x1b]0;x\x07"))
    )
    assert "\x1b" not in printed(portrait)


def test_square_brackets_are_text_not_markup():
    finding = replace(
        sample_finding(), counterfactual=Text(ja="[bold]", en="see [red]this[/red] [/]")
    )
    assert "see [red]this[/red] [/]" in printed(sample_portrait(finding))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_finding_without_contacts_says_so(lang):
    portrait = replace(sample_portrait(contacts=Contacts.none()), intervals=Histogram())
    text = printed(portrait, lang)
    assert re.search("no contact in the window|対象期間に接触はない", text)
    assert re.search("no gap to measure|間隔を測れない", text)


def test_a_sparkline_never_hides_a_contact():
    assert sparkline([0, 1, 500, 1000], 1000) == " ▁▄█"
    assert sparkline([0, 0], 0) == "  "


def test_joined_bins_keep_every_share():
    histogram = sample_portrait().intervals
    rows = joined_bins(histogram, 5)
    assert len(rows) <= 5
    assert sum(row[2] for row in rows) == pytest.approx(100)
    assert all(a[1] == b[0] for a, b in pairwise(rows))
