from pathlib import Path

import pytest

from noroshi.jobs.sites.judging import keep_evidence
from noroshi.jobs.sites.ruling import kept_visits, matching, page_visit, read_rules
from noroshi.spine.model import InputError
from noroshi.testing.judged_pages import imitation, judged

SIGMA = "title: post\ndetection:\n  a:\n    html|contains: post.php\n  condition: a\n"
YARA = 'rule kit { strings: $a = "post.php" condition: $a }'


def test_kept_evidence_comes_back_as_visits_and_rules_fit_it(tmp_path: Path) -> None:
    keep_evidence(tmp_path / "one", judged(imitation()), [imitation()])
    (visit,) = kept_visits(tmp_path)
    assert visit == imitation()
    (tmp_path / "a.yml").write_text(SIGMA)
    (tmp_path / "b.yar").write_text(YARA)
    rules = read_rules([tmp_path / "a.yml", tmp_path / "b.yar"])
    assert matching(visit, *rules) == ["post", "kit"]
    assert matching(page_visit("https://x.test/", "<p>"), *rules) == []


def test_a_file_without_rules_is_named(tmp_path: Path) -> None:
    for name, text in (("a.yml", "x"), ("b.yar", "rule {")):
        (tmp_path / name).write_text(text)
        with pytest.raises(InputError, match=name):
            read_rules([tmp_path / name])
    with pytest.raises(InputError):
        read_rules([tmp_path / "none.yml"])
