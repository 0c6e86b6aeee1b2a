"""Document: every form in both languages says what it must, and nothing that it must not."""

import pytest

from noroshi.iot.notice import DOCUMENTS, Templates, shipped_steps
from noroshi.iot.notice.notice import notice_of
from noroshi.iot.report import Trouble
from noroshi.spine.model import ConfigError

from .conftest import AT

FORMS = [(channel, language) for channel in DOCUMENTS for language in ("ja", "en")]


@pytest.fixture
def document(desk, case_of):
    def make(channel, language, *, own=None, **changes):
        notice = notice_of(case_of(**changes), desk, shipped_steps(), language=language, at=AT)
        return Templates(own).document(notice, channel)

    return make


@pytest.mark.parametrize(("channel", "language"), FORMS)
def test_every_form_names_sender_and_number(document, channel, language):
    made = document(channel, language)
    assert made.name == f"12345678901234.{channel}.{language}.{DOCUMENTS[channel]}"
    assert "1234-5678-9012-34" in made.text
    assert {"ja": "実験通信", "en": "Example Net"}[language] in made.text
    assert "{{" not in made.text


@pytest.mark.parametrize(("channel", "language"), FORMS)
def test_no_form_names_a_line_an_address_or_asks_for_a_secret(document, channel, language):
    text = document(channel, language).text
    assert not any(secret in text for secret in ("hashed-line", "sealed", "192.0.2.7"))
    assert "<input" not in text


@pytest.mark.parametrize("channel", ["letter", "mail", "garden", "phone"])
def test_long_forms_tell_the_makers_steps_and_warn_of_fraud(document, channel):
    japanese, english = document(channel, "ja").text, document(channel, "en").text
    assert "192.168.11.1" in japanese
    assert "192.168.11.1" in english
    assert "パスワード" in japanese
    assert "password" in english
    assert "契約書" in japanese
    assert "contract" in english
    assert "Buffalo WSR-2533DHP" in english


def test_a_text_message_bears_no_link_and_fits_into_one(document):
    for language, most in (("ja", 70), ("en", 160)):
        text = document("sms", language).text
        assert "http" not in text
        assert len(text) <= most


@pytest.mark.parametrize("trouble", list(Trouble))
@pytest.mark.parametrize("maker", ["Buffalo", "NEC", "Nobody Knows", ""])
def test_every_trouble_of_every_maker_has_steps(document, trouble, maker):
    for language in ("ja", "en"):
        text = document("letter", language, trouble=trouble.value, vendor=maker).text
        assert text.count("<li>") >= 5
        assert "{reach}" not in text
        assert "{update}" not in text


def test_text_of_a_device_is_text_in_a_page(document):
    made = document("letter", "en", product='<script>alert("x")</script>').text
    assert "<script" not in made


def test_the_operators_template_comes_first(document, tmp_path):
    (tmp_path / "mail.en.txt.j2").write_text("Ours: {{ notice.tracking }}")
    assert document("mail", "en", own=tmp_path).text == "Ours: 1234-5678-9012-34"
    assert "件名" in document("mail", "ja", own=tmp_path).text


@pytest.mark.parametrize(
    "wrong", ["{{ notice.nothing }}", "{% if %}", "{{ notice.__class__.mro() }}"]
)
def test_a_wrong_template_is_told_by_name(document, tmp_path, wrong):
    (tmp_path / "mail.en.txt.j2").write_text(wrong)
    with pytest.raises(ConfigError, match=r"mail\.en\.txt\.j2"):
        document("mail", "en", own=tmp_path)


def test_a_text_message_that_is_too_long_is_refused(document, tmp_path):
    (tmp_path / "sms.ja.txt.j2").write_text("あ" * 71)
    with pytest.raises(ConfigError, match="70"):
        document("sms", "ja", own=tmp_path)
