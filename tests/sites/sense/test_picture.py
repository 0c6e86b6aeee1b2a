"""Pictures give the URLs of their QR codes and letters; bombs are left shut."""

from contextlib import suppress
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from noroshi.sites.sense import picture
from noroshi.sites.sense.picture import picture_texts, readings
from noroshi.spine.model import InputError


def png(image):
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def qr(text):
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return png(Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=6)))


def test_a_qr_code_is_read():
    assert picture_texts(qr("http://bad.example/q")) == ("http://bad.example/q",)


def test_letters_are_given_to_the_reader():
    made = png(Image.new("RGB", (20, 20)))
    assert picture_texts(made, lambda octets: octets[:4].hex()) == ("89504e47",)


@pytest.mark.parametrize("octets", [b"", b"\x89PNG\r\n\x1a\nxx", b"%!PS-Adobe", b"<svg/>"])
def test_what_is_no_picture_is_refused(octets):
    with pytest.raises(InputError, match="no-picture"):
        picture_texts(octets)


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(picture, "MOST_PIXELS", 100)
    with pytest.raises(InputError, match="picture-too-large"):
        picture_texts(png(Image.new("1", (11, 10))))
    monkeypatch.setattr(picture, "MOST_OCTETS", 10)
    with pytest.raises(InputError, match="picture-too-large"):
        picture_texts(b"x" * 11)


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"\xff\xd8\xff"]))  # fmt: skip
def test_any_octets_are_a_picture_or_refused(octets, head):
    with suppress(InputError):
        picture_texts(head + octets)


def test_letters_that_may_be_others_give_both_readings():
    assert readings("http://paypa1.example/x") == (
        "http://paypa1.example/x", "http://paypal.example/x",
    )  # fmt: skip
    assert readings("http://abc.example/") == ("http://abc.example/",)
    assert len(readings("http://illillill.example/")) == 5
