"""Links between pages lead somewhere."""

import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("examples/**/*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+\s+(.*?)\s*#*$", re.MULTILINE)


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """Anchors as forges make them: lower case, signs dropped, spaces to hyphens."""
    return {slug(heading) for heading in HEADING.findall(prose(page))}


def slug(heading: str) -> str:
    kept = [c for c in heading.lower() if c in " -_" or unicodedata.category(c)[0] in "LN"]
    return "".join(kept).replace(" ", "-")


def is_broken(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return False
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return not target.exists() or bool(anchor and anchor not in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [one or other for one, other in LINK.findall(prose(page))]
    assert [link for link in links if is_broken(page, link)] == []


def test_every_page_can_be_reached_from_the_first() -> None:
    start = ROOT / "docs" / "index.md"
    seen, waiting = {start.resolve()}, [start]
    while waiting:
        page = waiting.pop()
        for one, other in LINK.findall(prose(page)):
            target = (page.parent / (one or other).partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists() and target not in seen:
                seen.add(target)
                waiting.append(target)
    lost = [p for p in (ROOT / "docs").rglob("*.md") if p.resolve() not in seen]
    assert [str(page.relative_to(ROOT)) for page in lost] == []


def test_the_checker_sees_a_broken_link(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A title\n\n[x](none.md) [y](#a-title) [z](#other)\n```\n[w](code.md)\n```\n")
    links = [one or other for one, other in LINK.findall(prose(page))]
    assert [link for link in links if is_broken(page, link)] == ["none.md", "#other"]
