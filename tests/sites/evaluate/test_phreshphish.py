import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.sites.evaluate.phreshphish import LONGEST, sampled_pages
from noroshi.spine.model import InputError


def rows(count: int) -> list[dict[str, object]]:
    return [
        {
            "sha256": f"{number:064x}",
            "url": f"https://site{number}.example/a",
            "label": "phish" if number % 3 == 0 else "benign",
            "target": "unknown",
            "date": "2025-01-02",
            "lang": "en",
            "lang_score": 0.5,
            "html": f"<title>{number}</title>",
        }
        for number in range(count)
    ]


def test_a_sample_is_the_same_from_either_form_and_each_time(tmp_path: Path) -> None:
    made = rows(40)
    pq.write_table(pa.Table.from_pylist(made[::-1]), tmp_path / "set.parquet")
    (tmp_path / "set.jsonl.gz").write_bytes(
        gzip.compress("\n".join(map(json.dumps, made)).encode())
    )
    one = sampled_pages(tmp_path / "set.parquet", 9)
    other = sampled_pages(tmp_path / "set.jsonl.gz", 9)
    assert {page.url for page in one} == {f"https://site{number}.example/a" for number in range(9)}
    assert sorted(one, key=lambda page: page.id) == other
    assert [(page.label, page.kind) for page in other[:2]] == [(1, "phish"), (0, "benign")]
    assert other[4].html == "<title>4</title>"
    assert len(sampled_pages(tmp_path / "set.parquet", 1000)) == 40


def test_what_is_no_web_page_is_left_out_and_a_huge_one_is_cut(tmp_path: Path) -> None:
    made = rows(2)
    made[0]["url"], made[1]["html"] = "file:///etc/passwd", "x" * (LONGEST + 5)
    (tmp_path / "set.jsonl").write_text("\n".join(map(json.dumps, made)))
    (page,) = sampled_pages(tmp_path / "set.jsonl", 9)
    assert len(page.html) == LONGEST


@pytest.mark.parametrize("text", ["{}", "no json", '{"sha256": 1, "url": "", "label": ""}'])
def test_another_format_is_refused(tmp_path: Path, text: str) -> None:
    for name in ("set.jsonl", "set.parquet"):
        (tmp_path / name).write_text(text)
        with pytest.raises(InputError, match="PhreshPhish"):
            sampled_pages(tmp_path / name, 9)


def test_an_unknown_label_is_refused(tmp_path: Path) -> None:
    made = rows(1)
    made[0]["label"] = "maybe"
    (tmp_path / "set.jsonl").write_text(json.dumps(made[0]))
    with pytest.raises(InputError, match="PhreshPhish"):
        sampled_pages(tmp_path / "set.jsonl", 9)
