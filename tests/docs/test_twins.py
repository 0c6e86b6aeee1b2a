"""Pages for users exist in English and Japanese; nothing Japanese stands alone."""

from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"

ONE_LANGUAGE = {
    "glossary.md": "both languages in one table",
    "threat-model.md": "for developers and reviewers",
    "reference/commands.md": "the command's own help, which is in English",
    "reference/metrics.md": "what Prometheus shows, which is in English",
    "reference/flow-columns.md": "IANA's names and meanings",
    "reference/counter-columns.md": "names and meanings of the sFlow text and the MIBs",
}
"""Page -> why it has no Japanese twin."""
DEVELOPERS = ("decisions/",)


def pages(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}


def for_users() -> set[str]:
    mine = {page for page in pages(DOCS) if not page.startswith(("ja/", *DEVELOPERS))}
    return mine - ONE_LANGUAGE.keys()


def test_every_page_for_users_has_a_japanese_twin() -> None:
    assert sorted(for_users() - pages(DOCS / "ja")) == []


def test_every_japanese_page_has_its_twin() -> None:
    assert sorted(pages(DOCS / "ja") - for_users()) == []


def test_exceptions_exist() -> None:
    assert sorted(ONE_LANGUAGE.keys() - pages(DOCS)) == []


def test_twins_have_the_same_chapters() -> None:
    def shape(page: Path) -> list[int]:
        lines = page.read_text(encoding="utf-8").splitlines()
        return [len(line.split()[0]) for line in lines if line.startswith("#") and " " in line]

    odd = [page for page in for_users() if shape(DOCS / page) != shape(DOCS / "ja" / page)]
    assert sorted(odd) == []
