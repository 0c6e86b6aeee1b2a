import pytest

from noroshi.sites.rules import YaraRules
from noroshi.spine.model import InputError
from noroshi.testing.visits import page_visit

RULE = 'rule kit_post { strings: $a = "post.php" condition: $a }'


def test_a_rule_fits_the_markup_it_names() -> None:
    rules = YaraRules.read(RULE)
    assert rules.matching(page_visit("https://x1.test/", "<form action=post.php>")) == ["kit_post"]
    assert rules.matching(page_visit("https://x1.test/", "<p>")) == []


def test_broken_rules_are_refused() -> None:
    with pytest.raises(InputError, match="compile"):
        YaraRules.read("rule {")
