"""Letters in pictures are read by what is installed."""

from io import BytesIO
from pathlib import Path
from shutil import which

import pytest
from PIL import Image, ImageDraw, ImageFont

from noroshi.sites.sense import letters
from noroshi.sites.sense.letters import letter_reader, read_by_rapidocr, read_by_tesseract
from noroshi.spine.model import InputError

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def screen():
    if not FONT.exists():
        pytest.skip("needs Noto CJK; Debian: apt-get install fonts-noto-cjk")
    image = Image.new("L", (900, 200), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 36)
    draw.text((20, 20), "お荷物のお届けについて", font=font)
    draw.text((20, 90), "https://parcel-info.example/track", font=font)
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


@pytest.mark.skipif(which("tesseract") is None, reason="needs tesseract; Debian: apt-get install tesseract-ocr tesseract-ocr-jpn")  # fmt: skip
def test_tesseract_reads_a_screen():
    assert ".example/track" in read_by_tesseract(screen())
    with pytest.raises(InputError, match="letters-unreadable"):
        read_by_tesseract(b"junk")


def test_rapidocr_reads_a_screen():
    pytest.importorskip("rapidocr", reason="needs the extra [ocr]")
    assert "https://parcel-info.example/track" in read_by_rapidocr(screen())
    with pytest.raises(InputError, match="letters-unreadable"):
        read_by_rapidocr(b"junk")


def stand_in(folder, body):
    """A module called rapidocr that behaves as told, for what the real one does not do on demand."""
    (folder / "rapidocr.py").write_text(body)
    return f"import sys; sys.path.insert(0, {str(folder)!r})\n{letters.RAPIDOCR}"


@pytest.mark.parametrize(
    "body",
    [
        "def RapidOCR(): raise RuntimeError('no model')",
        "import os\ndef RapidOCR(): os.abort()",
        "raise SystemExit(3)",
        "RapidOCR = lambda: lambda picture: None",
    ],
)
def test_a_reader_that_fails_or_dies_takes_nothing_with_it(tmp_path, monkeypatch, body):
    monkeypatch.setattr(letters, "RAPIDOCR", stand_in(tmp_path, body))
    with pytest.raises(InputError, match="letters-unreadable"):
        read_by_rapidocr(b"picture")


def test_a_reader_that_hangs_is_ended(tmp_path, monkeypatch):
    body = "import time\ndef RapidOCR(): time.sleep(600)"
    monkeypatch.setattr(letters, "RAPIDOCR", stand_in(tmp_path, body))
    monkeypatch.setattr(letters, "MOST_SECONDS", 0.5)
    with pytest.raises(InputError, match="letters-unreadable"):
        read_by_rapidocr(b"picture")


def test_what_a_reader_says_besides_is_no_text_of_the_picture(tmp_path, monkeypatch):
    body = (
        "from types import SimpleNamespace\nprint('loading')\n"
        "def RapidOCR(): return lambda picture: SimpleNamespace(txts=(picture.decode(), '偽'))"
    )
    monkeypatch.setattr(letters, "RAPIDOCR", stand_in(tmp_path, body))
    assert read_by_rapidocr(b"picture") == "picture\n偽"


@pytest.mark.parametrize(
    ("extra", "program", "chosen"),
    [(True, None, read_by_rapidocr), (None, "x", read_by_tesseract), (None, None, None)],
)
def test_the_best_reader_that_is_there_is_chosen(monkeypatch, extra, program, chosen):
    monkeypatch.setattr(letters, "find_spec", lambda _: extra)
    monkeypatch.setattr(letters, "which", lambda _: program)
    letter_reader.cache_clear()
    assert letter_reader() is chosen
    letter_reader.cache_clear()
