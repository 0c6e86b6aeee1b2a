import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.analyse.asking import Ask, ask_of


@pytest.mark.parametrize(
    ("kind", "name", "label", "ask"),
    [
        ("password", "pw", "パスワード", Ask.PASSWORD),
        ("text", "cardno", "", Ask.CARD),
        ("tel", "x1", "カード番号", Ask.CARD),
        ("text", "cvv", "", Ask.CARD_CODE),
        ("text", "a", "セキュリティコード", Ask.CARD_CODE),
        ("text", "yanzhengma", "", Ask.OTP),
        ("text", "c", "SMS認証コード", Ask.OTP),
        ("password", "p", "暗証番号", Ask.PIN),
        ("text", "w", "Recovery phrase", Ask.WALLET),
        ("password", "passwd", "Email password", Ask.MAIL_PASSWORD),
        ("text", "koza", "口座番号", Ask.BANK),
        ("text", "q", "", Ask.SEARCH),
        ("email", "e", "", Ask.EMAIL),
        ("tel", "t", "電話番号", Ask.PHONE),
        ("text", "userid", "", Ask.ACCOUNT),
        ("textarea", "comment", "", Ask.COMMENT),
        ("text", "zzz", "", Ask.OTHER),
    ],
)
def test_what_a_field_asks_for(kind: str, name: str, label: str, ask: Ask) -> None:
    assert ask_of(kind, name, label) is ask


def test_autocomplete_wins() -> None:
    assert ask_of("text", "q", "検索", "section-a cc-number") is Ask.CARD


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_field_has_a_kind(kind: str, name: str, label: str) -> None:
    assert ask_of(kind, name, label) in Ask
