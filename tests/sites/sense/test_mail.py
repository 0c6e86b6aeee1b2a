"""Messages are read to their innermost part, whoever wrote them and however badly."""

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.sense import mail
from noroshi.sites.sense.mail import read_mail
from noroshi.spine.model import InputError


def message(html=None, text="see http://bad.example/", **headers):
    made = EmailMessage()
    made["From"] = "Bank <info@bank.test>"
    made["To"] = "山田 太郎 <taro.yamada@mail.example>"
    made["Subject"] = "お知らせ"
    for name, value in headers.items():
        made[name] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def test_texts_links_and_people_are_read():
    html = (
        '<style>p{}</style><p>本文</p><a href="http://bad.example/l">https://bank.test/</a><form>'
    )
    letter = read_mail(message(html).as_bytes())
    assert letter.subject == "お知らせ"
    assert "http://bad.example/" in letter.texts[0]
    assert "p{}" not in letter.texts[1]
    assert letter.links == ["http://bad.example/l"]
    assert letter.signs == ["link-differs", "form"]
    assert {"山田 太郎", "山田", "太郎", "taro.yamada@mail.example", "yamada"} <= set(letter.names)


def test_text_after_a_link_is_read():
    letter = read_mail(
        message('<a href="http://a.example/">x</A><p>then http://b.example/').as_bytes()
    )
    assert "then http://b.example/" in letter.texts[1]


def test_a_forwarded_message_is_read_inside():
    outer = message(text="どうぞ", Cc="Suzuki Hanako <h@a.example>")
    inner = message('<a href="http://inner.example/">x</a>')
    inner.replace_header("Subject", "inner")
    outer.add_attachment(inner)
    letter = read_mail(outer.as_bytes())
    assert letter.subject == "inner"
    assert letter.links == ["http://inner.example/"]
    assert "Hanako" in letter.names


def test_pictures_and_html_files_are_found():
    made = message()
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    made.add_attachment(
        b'<a href="http://file.example/">x</a>', maintype="application", subtype="octet-stream",
        filename="invoice.HTML",
    )  # fmt: skip
    letter = read_mail(made.as_bytes())
    assert letter.pictures == [b"\x89PNG"]
    assert letter.links == ["http://file.example/"]
    assert {"attachment", "html-attached"} <= set(letter.signs)


@pytest.mark.parametrize("charset", ["iso-2022-jp", "shift_jis", "utf-8", "x-unknown"])
def test_japanese_is_read_in_its_character_sets(charset):
    octets = "偽サイト".encode("utf-8" if charset == "x-unknown" else charset)
    head = f"Subject: x\nContent-Type: text/plain; charset={charset}\n\n".encode()
    assert read_mail(head + octets).texts == ["偽サイト"]


@pytest.mark.parametrize(
    ("octets", "reason"),
    [(b"", "no-mail"), (b"\n\nhello", "no-mail"), (b"A: b\nboundary" + b"boundary" * 64, "mail-too-deep")],
)  # fmt: skip
def test_what_is_no_message_is_refused(octets, reason):
    with pytest.raises(InputError, match=reason):
        read_mail(octets)


def test_a_message_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(mail, "MOST_OCTETS", 10)
    with pytest.raises(InputError, match="mail-too-large"):
        read_mail(b"Subject: hello\n\n")


def test_parts_are_bounded():
    parts = b"".join(b"--x\nContent-Type: image/png\n\nA\n" for _ in range(1_000))
    head = b"Subject: s\nContent-Type: multipart/mixed; boundary=x\n\n"
    assert len(read_mail(head + parts).pictures) == mail.MOST_PICTURES


def test_fifty_megabytes_of_html_are_read():
    head = b"Subject: s\nContent-Type: text/html\n\n<a href=http://a.example/>x</a>"
    letter = read_mail(head + b"<p>padding</p>\n" * 3_400_000)
    assert letter.links == ["http://a.example/"]
    assert len(letter.texts[0]) <= 100_000


LINES = st.sampled_from(
    [
        "Content-Type: multipart/mixed; boundary=b", "--b", "--b--", "Content-Type: message/rfc822",
        "Content-Transfer-Encoding: base64", "Content-Type: text/html; charset=\xff", "=?x?q?=ff?=",
        "To: =?utf-8?b?/////?= <a@>", "Content-Disposition: attachment; filename*=x''%ff", "", "<a href=http://a.example>",
        "Subject: =?iso-2022-jp?b?GyRC?=", "Content-Type: ;;;",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINES | st.text(max_size=30), max_size=25), st.binary(max_size=100))
def test_any_octets_are_a_message_or_refused(lines, octets):
    body = "\n".join(lines).encode("utf-8", "surrogatepass") + octets
    for given_ in (body, b"Subject: x\n" + body):
        try:
            letter = read_mail(given_)
        except InputError:
            continue
        assert all(isinstance(text, str) for text in letter.texts)
