"""Words are kept without what tells a person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.sense.words import MOST_CHARACTERS, masked_words, without_names

SECRETS = ("taro.yamada@mail.example", "山田太郎", "090-1234-5678", "192.0.2.77", "2001:db8::77", "4111 1111 1111 1111")  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "山田太郎様 お荷物です",
        "山田 太郎 さん、ご確認を",
        "届いた先は taro.yamada@mail.example です",
        "電話 ０９０-１２３４-５６７８ から",
        "from 192.0.2.77 and 2001:db8::77",
        "card 4111 1111 1111 1111",
        "http://bad.example/?m=taro.yamada@mail.example",
        "taro.yamada[@]mail.example",
    ],
)
def test_no_secret_is_kept(text):
    kept = masked_words(text)
    assert not any(secret in kept for secret in SECRETS), kept


def test_names_of_the_headers_go_wherever_they_stand():
    assert "Yamada" not in masked_words("Hello yamada, YAMADA!", ["Yamada"])
    assert masked_words("Dear Hanako Suzuki, pay now") == "Dear -masked-, pay now"


def test_what_is_said_of_the_site_is_kept():
    assert (
        masked_words("偽の銀行の画面。カード番号を求める") == "偽の銀行の画面。カード番号を求める"
    )


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(SECRETS[:1] + SECRETS[2:4]))
def test_planted_secrets_never_stay(before, after, secret):
    assert secret not in masked_words(f"{before} {secret} {after}")


@settings(deadline=None)
@given(st.text(max_size=3_000), st.lists(st.text(max_size=20), max_size=5))
def test_any_words_are_bounded(text, names):
    assert len(masked_words(text, names)) <= MOST_CHARACTERS


def test_names_leave_the_path_of_a_url_but_not_its_host():
    url = "https://yamada.example/u/yamada/x?who=YAMADA&b=yamadara"
    assert without_names(url, ["yamada", "ab"]) == (
        "https://yamada.example/u/-masked-/x?who=-masked-&b=yamadara"
    )
