"""Letter: the same in text and HTML, and no word of it becomes a header or a tag."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.notify import (
    Letter,
    Section,
    html_text,
    mail_address,
    message,
    plain_text,
    sender_address,
)
from noroshi.spine.model import InputError

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
LETTER = Letter(
    language="ja",
    subject="［例］共有リストの変更",
    opening=("お知らせします。",),
    sections=(Section(heading="追加 (1)", lines=("192[.]0[.]2[.]1",)),),
    closing=("以上。",),
)


def written(letter=LETTER, sender="Noroshi <noroshi@hub.example>", recipient="desk@a.example"):
    octets = message(letter, sender=sender, recipient=recipient, at=AT, id_="abc")
    return message_from_bytes(octets, policy=default)


def test_a_message_has_text_and_html_that_say_the_same():
    made = written()
    text = made.get_body(("plain",)).get_content()
    html = made.get_body(("html",)).get_content()
    for part in ("お知らせします。", "追加 (1)", "192[.]0[.]2[.]1", "以上。"):
        assert part in text
        assert part in html
    assert '<html lang="ja">' in html


def test_headers_say_who_what_and_when():
    made = written()
    assert made["From"] == "Noroshi <noroshi@hub.example>"
    assert made["To"] == "desk@a.example"
    assert made["Subject"] == LETTER.subject
    assert made["Message-ID"] == "<abc@hub.example>"
    assert made["Auto-Submitted"] == "auto-generated"
    assert made["Date"].datetime == AT


@given(st.text(max_size=100), st.text(max_size=100))
def test_no_word_becomes_a_header_or_a_tag(subject, line):
    letter = Letter(
        language="en",
        subject=f"{subject}\r\nBcc: x@evil.example\r\n\r\nbody",
        opening=(f"<script>{line}</script>",),
        sections=(Section(heading=line, lines=(line, "<b>x")),),
    )
    made = written(letter)
    assert made["Bcc"] is None
    assert len(made.keys()) == len(set(made.keys())) == 9
    html = made.get_body(("html",)).get_content()
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count("<li>") == 2


@given(st.text(max_size=60))
def test_a_name_of_a_sender_becomes_no_header(name):
    made = written(sender=f"{name.replace('<', '')}<noroshi@hub.example>")
    assert made["From"].addresses[0].addr_spec == "noroshi@hub.example"
    assert made["To"] == "desk@a.example"


@pytest.mark.parametrize(
    "text",
    ["", "desk", "@a.example", "a@b@c.example", "a@a.example\r\nBcc: b@b.example", "a b@c.example",
     "<a@a.example>", "a@-b.example", "a..b@c.example", "あ@a.example", "a@a.example,b@b.example", "a" * 250 + "@a.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    with pytest.raises(InputError, match="no mail address"):
        mail_address(text)


def test_a_sender_without_its_end_is_refused():
    with pytest.raises(InputError, match="no sender"):
        sender_address("Noroshi <noroshi@hub.example")


def test_text_holds_one_line_a_line():
    letter = Letter(language="en", subject="s", opening=("a\nb",), closing=("c",))
    assert plain_text(letter) == "a b\n\nc\n"
    assert "<p>a b</p>" in html_text(letter)
