import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import noroshi.relay.explain
from noroshi.relay.explain.wording import WORDS, class_name, is_hostile, word
from noroshi.spine.model import LABELS

SOURCE = Path(noroshi.relay.explain.__file__).parent
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def gaps(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_gaps(key):
    assert gaps(WORDS[key].ja) == gaps(WORDS[key].en)


@pytest.mark.parametrize("key", sorted(WORDS.keys() | LABELS.keys()))
def test_english_holds_no_japanese_and_japanese_no_english_sentence(key):
    text = WORDS.get(key) or LABELS[key]
    if key != "language_name":
        assert not JAPANESE.search(text.en)
    assert JAPANESE.search(text.ja)


def used_in_templates():
    for path in SOURCE.glob("templates/*.j2"):
        yield from re.findall(r"""word\(["'](\w+)["']""", path.read_text())


def used_in_code():
    for path in SOURCE.rglob("*.py"):
        calls = (
            node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)
        )
        firsts = (call.args[0] for call in calls if getattr(call.func, "id", "") == "word")
        yield from (first.value for first in firsts if isinstance(first, ast.Constant))


def test_every_word_asked_for_exists():
    asked = {*used_in_templates(), *used_in_code()}
    assert len(asked) > 60
    assert asked <= WORDS.keys()


def test_no_word_is_left_over():
    written = "".join(
        p.read_text()
        for p in SOURCE.rglob("*")
        if p.suffix in {".py", ".j2"} and p.name != "wording.py"
    )
    code = (SOURCE / "wording.py").read_text()
    assert [
        key
        for key in WORDS
        if f'"{key}"' not in written and f"'{key}'" not in written and code.count(f'"{key}"') < 2
    ] == []


def test_templates_hold_no_words_of_their_own():
    for path in SOURCE.glob("templates/*.j2"):
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(), flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", "", text)
        assert re.sub(r"Noroshi|[^A-Za-z\u3040-\u9fff]", "", text) == "", path.name


def test_an_unknown_class_is_shown_by_its_code_without_controls():
    assert class_name("c2-new\x1b[31m", "ja") == "c2-new[31m"


def test_classes_tell_friend_from_foe():
    assert is_hostile("c2-irc")
    assert not is_hostile("ntp")


def test_a_gap_without_a_value_is_an_error():
    with pytest.raises(KeyError):
        word("strip_text", "en", n=1)
