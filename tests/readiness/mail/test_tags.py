"""Tag lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.tags import TagFault, parse_tags


def test_tags_keep_values_and_lose_blanks():
    assert parse_tags(" v = DMARC1 ; P=none; rua=mailto:a@b.example ;") == {
        "v": "DMARC1", "p": "none", "rua": "mailto:a@b.example",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["v", "v=1;;p=2", "v=1;v=2", "1=a", "a=" + "b" * 20_000])
def test_a_malformed_list_is_a_fault(text):
    with pytest.raises(TagFault):
        parse_tags(text)


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_a_fault(text):
    try:
        assert all(parse_tags(text))
    except TagFault as fault:
        reason = str(fault)
        assert reason
