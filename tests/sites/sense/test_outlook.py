"""Outlook's messages say what the same ones say as MIME."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.sense import mail, outlook
from noroshi.sites.sense.mail import read_outlook
from noroshi.sites.sense.outlook import message_of
from noroshi.spine.model import InputError
from noroshi.testing.outlook import Saved, compound_file, message_folder, saved_message

HTML = '<a href="http://bad.example/l">https://bank.test/</a><form>本文'
WHOLE = Saved(
    texts={
        0x37: "お知らせ",
        0x1000: "see http://bad.example/",
        0x7D: "From: Bank <info@bank.test>\nTo: =?utf-8?b?5bGx55Sw?= <y@a.example>\nContent-Type: x/y",
        0x0C1A: "銀行 花子",
        0x5D01: "hanako@bank.test",
    },
    octets={0x1013: HTML.encode("cp932")},
    numbers={0x3FDE: 932},
    people=(("Suzuki Taro", "taro.suzuki@mail.example"),),
    files=(
        ("a.png", "image/png", b"\x89PNG" + b"x" * 9_000),
        ("b.png", "", b"\x89PNG"),
        ("請求.HTML", "", b'<a href="http://file.example/">x</a>'),
    ),
)


def test_texts_links_pictures_and_people_are_read():
    letter = read_outlook(saved_message(WHOLE))
    assert letter.subject == "お知らせ"
    assert letter.texts[0] == "see http://bad.example/"
    assert "本文" in letter.texts[1]
    assert letter.links == ["http://bad.example/l", "http://file.example/"]
    assert set(letter.signs) == {"link-differs", "form", "attachment", "html-attached"}
    assert [len(one) for one in letter.pictures] == [9_004, 4]
    assert {"山田", "花子", "hanako", "Suzuki", "taro.suzuki@mail.example"} <= set(letter.names)


def test_a_message_inside_is_read_to_its_own_subject():
    inner = Saved(texts={0x37: "inner", 0x1000: "http://inner.example/"})
    letter = read_outlook(saved_message(replace(WHOLE, inner=(inner,))))
    assert letter.subject == "inner"
    assert letter.texts[-1] == "http://inner.example/"


@pytest.mark.parametrize(
    ("page", "charset"),
    [(932, "cp932"), (65001, "utf-8"), (50220, "iso-2022-jp"), (51932, "euc-jp"), (1252, "cp1252")],
)
def test_html_is_read_in_its_character_set(page, charset):
    text = "café" if page == 1252 else "偽サイト"
    made = Saved(octets={0x1013: text.encode(charset)}, numbers={0x3FDE: page})
    assert read_outlook(saved_message(made)).texts == [text]


def test_texts_of_old_files_are_read_in_their_code_page():
    folder = message_folder(Saved(numbers={0x3FFD: 932}), 32)
    folder["__substg1.0_1000001E"] = "偽サイト".encode("cp932")
    assert read_outlook(compound_file(folder)).texts == ["偽サイト"]


def test_an_unknown_code_page_stops_nothing():
    made = Saved(octets={0x1013: b"<p>x</p>"}, numbers={0x3FDE: 99_999})
    assert "x" in read_outlook(saved_message(made)).texts[0]


def test_messages_within_messages_are_bounded():
    nested = Saved()
    for _ in range(outlook.MOST_DEPTH + 1):
        nested = Saved(inner=(nested,))
    with pytest.raises(InputError, match="mail-too-deep"):
        read_outlook(saved_message(nested))


def test_parts_are_bounded():
    files = tuple((f"{at}.png", "image/png", b"A") for at in range(300))
    assert len(read_outlook(saved_message(Saved(files=files))).pictures) == mail.MOST_PICTURES


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(mail, "MOST_OCTETS", 1_000)
    with pytest.raises(InputError, match="mail-too-large"):
        read_outlook(saved_message(WHOLE))


@pytest.mark.parametrize("octets", [b"", b"Subject: x\n\n", compound_file({"Workbook": b"x"})])
def test_what_is_no_message_is_refused(octets):
    with pytest.raises(InputError, match="no-msg"):
        read_outlook(octets)


@pytest.mark.parametrize(
    "kind", ["multipart/mixed", "message/rfc822", "x\r\nTo: a@b.example", "é/é"]
)
def test_a_file_does_not_choose_how_it_is_read(kind):
    part = message_of(saved_message(Saved(files=(("x", kind, b"y"),)))).get_payload()[0]
    assert part.get_content_type() == "application/octet-stream"


OCTETS = saved_message(replace(WHOLE, files=(), inner=(Saved(texts={0x37: "inner"}),)))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(OCTETS) - 1), st.binary(min_size=1, max_size=6)), max_size=15))  # fmt: skip
def test_any_damage_is_read_around_or_refused(damage):
    octets = bytearray(OCTETS)
    for at, put in damage:
        octets[at : at + len(put)] = put
    try:
        letter = read_outlook(bytes(octets))
    except InputError:
        return
    assert all(isinstance(text, str) for text in letter.texts)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([0x37, 0x7D, 0x1000, 0x0C1A, 0x5D01]), st.text(max_size=60)), st.binary(max_size=60))  # fmt: skip
def test_any_text_and_octets_are_read(texts, octets):
    made = Saved(
        texts=texts,
        octets={0x1013: octets, 0x1009: octets},
        files=((str(texts), "image/x", octets),),
    )
    read_outlook(saved_message(made))
