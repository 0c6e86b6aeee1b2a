import pytest

from noroshi.sites.visit.clicks import Button, harmless_button
from noroshi.testing.visits import field


def button(text, *, submits=False):
    return Button(text=text, x=1.0, y=1.0, submits=submits)


@pytest.mark.parametrize(
    "text",
    [
        "続ける",
        "次へ",
        "私はロボットではありません",
        "18歳以上です",
        "Continue",
        "I'm not a robot",
        "Verify you are human",
    ],
)
def test_buttons_that_say_go_on_are_pressed(text):
    assert harmless_button([button(text)], [], frozenset()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "購入手続きへ進む",
        "ログインを続ける",
        "送信して次へ",
        "Continue to pay",
        "Download now: click here",
        "Menu",
        "",
    ],
)
def test_buttons_that_do_more_or_say_nothing_are_not(text):
    assert harmless_button([button(text)], [], frozenset()) is None


def test_no_form_with_places_to_type_is_sent():
    assert harmless_button([button("次へ", submits=True)], [], frozenset()) is None


@pytest.mark.parametrize("kind", ["password", "tel", "email"])
def test_nothing_is_pressed_where_a_secret_is_asked_for(kind):
    assert harmless_button([button("次へ")], [field(kind)], frozenset()) is None
    assert harmless_button([button("次へ")], [field(kind, visible=False)], frozenset()) is not None


def test_nothing_is_pressed_twice():
    found = harmless_button([button("次へ"), button("Continue")], [], frozenset({"次へ"}))
    assert found is not None
    assert found.text == "Continue"
