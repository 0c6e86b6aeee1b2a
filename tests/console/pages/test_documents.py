"""Documents: the manual of the running version."""

import re
from pathlib import Path

import pytest

from noroshi.console.pages.documents import _page, anchor_of, manual

from .conftest import open_hub, words

ROOT = Path(str(manual()))
PAGES = sorted(page.relative_to(ROOT).as_posix() for page in ROOT.rglob("*.md"))


def test_the_first_page_speaks_the_reader_s_language(enter):
    with enter(language="ja") as client:
        assert "狼煙" in words(client.get("/docs"))
    with enter() as client:
        assert "Start here" in words(client.get("/docs"))


def test_a_page_has_its_twin_at_the_same_address(enter):
    with enter(language="ja") as client:
        japanese = client.get("/docs/methods/c2-servers.md")
    with enter() as client:
        english = client.get("/docs/methods/c2-servers.md")
        assert words(client.get("/docs/ja/methods/c2-servers.md")) == words(english)
    assert japanese.text != english.text


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_the_manual_leads_somewhere_here(page):
    _, body = _page(page)
    for link in re.findall(r'(?:href|src)="/docs/([^"#]+)', str(body)):
        assert (ROOT / link).is_file(), link


def test_pictures_are_served(enter):
    with enter() as client:
        answer = client.get("/docs/images/explain-en.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    ["none.md", "generate.py", "../pyproject.toml", "..%2f..%2fetc/passwd", "ja/settings.toml", "a//b.md", "images/none.png"],
)  # fmt: skip
def test_nothing_else_is_served(enter, path):
    with enter() as client:
        assert client.get(f"/docs/{path}").status_code == 404


def test_html_in_a_page_stays_text(tmp_path, monkeypatch):
    (tmp_path / "x.md").write_text("# T `code`\n\n<script>x</script>\n\n| a |\n| - |\n| b |\n")
    monkeypatch.setattr("noroshi.console.pages.documents.manual", lambda: tmp_path)
    title, body = _page("x.md")
    assert title == "T code"
    assert "<script>" not in body
    assert '<table tabindex="0">' in body


def test_anchors_are_what_forges_make():
    assert anchor_of("Why, and how `x`: 2 ways") == "why-and-how-x-2-ways"
    assert anchor_of("判定の理由") == "判定の理由"


def test_nobody_unknown_reads_it(made):
    with open_hub(made[0]) as client:
        answer = client.get("/docs", follow_redirects=False)
    assert answer.headers["location"] == "/log-in?next=/docs"
