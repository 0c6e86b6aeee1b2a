from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.rules import PageText, read_sigma
from noroshi.spine.model import InputError

PAGE = PageText(
    fields={
        "html": ("<form action=post.php>Card",),
        "title": ("Bank login",),
        "requests": ("https://a.test/1", "https://b.test/2.js"),
    }
)


def rule(detection: str) -> bool:
    return read_sigma(
        "title: t\ndetection:\n" + "".join(f"  {line}\n" for line in detection.splitlines())
    ).matches(PAGE)


@pytest.mark.parametrize(
    ("detection", "fits"),
    [
        ("a:\n  html|contains: POST.php\ncondition: a", True),
        ("a:\n  html|contains|all: [post.php, none]\ncondition: a", False),
        ("a:\n  requests|endswith: .js\ncondition: a", True),
        ("a:\n  requests|startswith: https://c\ncondition: a", False),
        ("a:\n  title: Bank*\ncondition: a", True),
        ("a:\n  title: Bank\ncondition: a", False),
        ("a:\n  title|re: '^Bank .ogin$'\ncondition: a", True),
        ("a:\n  title: nope\nb:\n  title: Bank*\ncondition: a or b", True),
        ("a:\n  title: nope\nb:\n  title: Bank*\ncondition: not a and b", True),
        ("a1:\n  title: nope\na2:\n  title: Bank*\ncondition: 1 of a*", True),
        ("a1:\n  title: nope\na2:\n  title: Bank*\ncondition: all of them", False),
        ("a:\n  - title: nope\n  - html|contains: Card\ncondition: (a)", True),
        ("a:\n  nothing|contains: x\ncondition: a", False),
    ],
)
def test_a_rule_fits_what_it_says(detection: str, *, fits: bool) -> None:
    assert rule(detection) is fits


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "title: x",
        "detection: {condition: a}",
        "detection:\n  a: 1\n  condition: a",
        "detection:\n  a: {html|base64: x}\n  condition: a",
        "detection:\n  a: {html|re: '('}\n  condition: a",
        *(
            f"detection:\n  a: {{html: x}}\n  condition: {bad!r}"
            for bad in ("b", "a and", "(a", "a a", "1 of z*", "not " * 60 + "a")
        ),
        "x" * 300_000,
    ],
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_sigma(text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    with suppress(InputError):
        read_sigma(text).matches(PAGE)
