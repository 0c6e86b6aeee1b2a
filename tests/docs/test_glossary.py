"""The glossary is one sorted table in both languages."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def rows() -> list[list[str]]:
    lines = (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_there_are_sixty_terms_each_with_four_cells() -> None:
    assert len(rows()) >= 60
    assert [row for row in rows() if len(row) != 4 or not all(row)] == []


def test_terms_are_sorted_and_unique() -> None:
    terms = [row[0].lower() for row in rows()]
    assert terms == sorted(set(terms))


def test_each_meaning_is_in_its_own_language() -> None:
    assert [row for row in rows() if JAPANESE.search(row[2]) or not JAPANESE.search(row[3])] == []


def test_the_word_list_of_the_model_is_explained() -> None:
    terms = " ".join(row[0].lower() for row in rows())
    words = ("flow", "window", "subject", "observation", "evidence", "finding", "decision")
    assert [
        word for word in (*words, "indicator", "measure", "detector") if word not in terms
    ] == []
