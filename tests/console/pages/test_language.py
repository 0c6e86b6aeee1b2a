"""Language: every word of the pages exists in both; a reader gets the one he asked for."""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import noroshi.console
from noroshi.console.caller import NOBODY
from noroshi.console.pages.language import (
    accepted,
    catalogue,
    language_of,
    local_path,
    translate,
)
from noroshi.console.pages.render import templates

CONSOLE = Path(noroshi.console.__file__).parent


def used_words():
    environment = templates("en")
    for name in environment.list_templates(extensions=["j2"]):
        source, _, _ = environment.loader.get_source(environment, name)
        for line, _, message in environment.extract_translations(source):
            for text in message if isinstance(message, tuple) else (message,):
                if text:
                    yield name, line, text


def placeholders(text):
    return sorted(part.partition(")")[0] for part in text.split("%(")[1:])


def test_every_word_of_the_templates_has_its_japanese():
    missing = {(n, t) for n, _, t in used_words() if t not in catalogue("ja")}
    assert sorted(missing) == []


def test_no_catalogue_holds_a_word_that_nobody_uses():
    used = {text for _, _, text in used_words()}
    code = "".join(path.read_text() for path in CONSOLE.rglob("*.py"))  # titles of charts
    assert [word for word in sorted(catalogue("ja").keys() - used) if f'"{word}"' not in code] == []


def test_translations_keep_their_placeholders():
    odd = [i for i, t in catalogue("ja").items() if placeholders(i) != placeholders(t)]
    assert odd == []


def test_python_says_words_for_people_in_both_languages():
    """Japanese in code stands in a `Text`, which refuses to be without its English."""
    for file in CONSOLE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        inside = {
            id(part)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Text"
            for part in ast.walk(call)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                japanese = any("\u3040" <= c <= "\u9fff" for c in node.value)
                assert not japanese or id(node) in inside, f"{file.name}: {node.value}"


def test_a_word_without_translation_stays_english():
    assert translate("ja", "no such word") == "no such word"
    assert translate("en", "Pages") == "Pages"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ja", "ja"),
        ("ja-JP,en;q=0.5", "ja"),
        ("en-GB, ja;q=0.9", "en"),
        ("de,ja;q=0.2,en;q=0.1", "ja"),
        ("ja;q=0", "en"),
        ("fr", "en"),
    ],
)
def test_the_browser_s_favourite_wins(header, language):
    assert accepted(header) == language


@given(st.text(max_size=3000))
def test_any_header_gives_a_language(header):
    assert accepted(header) in {"ja", "en"}


def asked(*, cookie="", account="", header=""):
    return SimpleNamespace(
        cookies={"language": cookie} if cookie else {},
        user=SimpleNamespace(language=account) if account else NOBODY,
        headers={"accept-language": header},
    )


def test_a_choice_in_the_browser_wins_over_the_account_and_that_over_the_header():
    assert language_of(asked(cookie="ja", account="en", header="en")) == "ja"
    assert language_of(asked(account="en", header="ja")) == "en"
    assert language_of(asked(header="ja")) == "ja"
    assert language_of(asked(cookie="xx", header="ja")) == "ja"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/list?kind=c2-server", "/list?kind=c2-server"),
        ("//other.example/", "/"),
        ("https://other.example/", "/"),
        ("/\\other.example", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("list", "/"),
        ("", "/"),
    ],
)
def test_only_addresses_of_this_hub_are_followed(address, kept):
    assert local_path(address) == kept
