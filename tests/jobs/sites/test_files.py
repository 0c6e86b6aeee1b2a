"""Files that people hand in become reports."""

from collections import Counter
from email.message import EmailMessage
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from noroshi.jobs.sites import files as site_files
from noroshi.jobs.sites.files import said_in_file, said_in_mail, said_in_table
from noroshi.spine.model import InputError
from noroshi.spine.model.site_report import Channel
from noroshi.testing.outlook import Saved, saved_message


def qr(text):
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    written = BytesIO()
    Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=6)).save(written, "PNG")
    return written.getvalue()


def mail():
    made = EmailMessage()
    made["To"] = "Taro <taro@mail.example>"
    made["Subject"] = "parcel"
    made.set_content("see http://text.example/")
    made.add_attachment(qr("http://qr.example/"), maintype="image", subtype="png")
    made.add_attachment(b"junk", maintype="image", subtype="png")
    return made.as_bytes()


def test_a_message_says_its_texts_and_codes():
    refused = Counter()
    said = said_in_mail(mail(), "inbox", refused, "mine")
    assert "http://text.example/" in said.text
    assert "http://qr.example/" in said.text
    assert "qr-code" in said.signs
    assert refused == {"no-picture": 1}
    assert said_in_mail(mail(), "inbox", refused).origin != ""


def test_a_file_is_known_by_its_first_octets(monkeypatch):
    monkeypatch.setattr(site_files, "letter_reader", lambda: None)
    picture = said_in_file(qr("http://qr.example/"), "form", Counter(), "w")
    assert (picture.channel, picture.urls) == (Channel.IMAGE, ["http://qr.example/"])
    assert said_in_file(mail(), "form", Counter()).channel is Channel.MAIL


def test_a_message_of_outlook_says_the_same():
    saved = saved_message(
        Saved(
            texts={0x37: "parcel", 0x1000: "see http://text.example/"},
            files=(("q.png", "image/png", qr("http://qr.example/")), ("j.png", "", b"junk")),
        )
    )
    refused = Counter()
    said = said_in_file(saved, "form", refused)
    assert said.channel is Channel.MAIL
    assert "http://text.example/" in said.text
    assert "http://qr.example/" in said.text
    assert refused == {"no-picture": 1}
    with pytest.raises(InputError, match="msg-broken"):
        said_in_file(saved[:100], "form", Counter())


@pytest.mark.parametrize(
    ("lines", "urls", "reasons"),
    [
        ([b"date,url", b"1,http://a.example/", b"2"], ["http://a.example/"], {"no-url": 1}),
        ([b"http://a.example/", b"http://b.example/"], ["http://a.example/", "http://b.example/"], {}),
        ([None, b"\xff", b"x.example"], ["x.example"], {"line-too-long": 1, "no-table": 1}),
    ],
)  # fmt: skip
def test_a_table_says_a_report_a_row(lines, urls, reasons):
    refused = Counter()
    assert [one.urls[0] for one in said_in_table(lines, "command", refused)] == urls
    assert refused == reasons
