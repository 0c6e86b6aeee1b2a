"""Render: pages in the reader's language, with nothing inline that a strict policy forbids."""

import re
from datetime import UTC, datetime

import pytest
from litestar import Response, get

from noroshi.console.pages.render import Asked, breakable, render, templates, time_element
from noroshi.console.permit import PUBLIC
from noroshi.spine.model import Text


@get("/sample", opt=PUBLIC, sync_to_thread=False)
def sample(request: Asked) -> Response[str]:
    return render(
        request, "failure.html.j2", status=404, code=404,
        meaning=Text(ja="ありません。", en="Nothing."), detail='<b onclick="x">\u202e',
    )  # fmt: skip


@pytest.fixture
def client(client_of):
    with client_of([sample]) as client:
        yield client


def test_what_has_no_class_yet_is_a_dash_and_no_failure():
    name = templates("en").filters["class_name"]
    assert (name("benign"), name("")) == ("benign", "–")


def test_a_page_speaks_the_reader_s_language(client):
    japanese = client.get("/sample", headers={"accept-language": "ja"})
    assert '<html lang="ja">' in japanese.text
    assert "ありません。" in japanese.text
    assert japanese.headers["content-language"] == "ja"
    assert "Nothing." in client.get("/sample").text


def test_what_others_wrote_is_escaped_and_cannot_turn_text_around(client):
    text = client.get("/sample").text
    assert "&lt;b onclick=" in text
    assert "\u202e" not in text


def test_a_page_for_somebody_known_is_kept_nowhere(client_of, caller_as):
    with client_of([sample], caller_as("reader")) as client:
        assert client.get("/sample").headers["cache-control"] == "no-store"


def test_no_template_holds_script_or_style_of_its_own():
    environment = templates("en")
    for name in environment.list_templates(extensions=["j2"]):
        source, _, _ = environment.loader.get_source(environment, name)
        assert not re.search(
            r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", source
        ), name


def test_a_moment_is_told_in_japan_s_time_and_in_utc():
    shown = str(time_element(datetime(2026, 1, 5, 20, 30, tzinfo=UTC)))
    assert "2026-01-06 05:30" in shown
    assert 'datetime="2026-01-05T20:30:00Z"' in shown
    assert time_element(None) == "–"


def test_addresses_break_at_their_signs_and_stay_escaped():
    assert breakable("a<b:c") == "a&lt;b:<wbr/>c"
    assert breakable("a[.]b") == "a[.]<wbr/>b"
