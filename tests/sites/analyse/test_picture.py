from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from noroshi.sites.analyse.picture import icon_hash, layout_hash, layout_likeness


def screen(shift: int = 0, *, mirrored: bool = False) -> bytes:
    image = Image.new("RGB", (390, 844), "white")
    draw = ImageDraw.Draw(image)
    for row in range(8):
        left = 300 - 30 * row if mirrored else 30 * row
        draw.rectangle(
            (left + shift, 100 * row, left + 80 + shift, 100 * row + 60), fill=(20 * row, 40, 90)
        )
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_a_screen_is_like_itself_and_its_neighbour() -> None:
    one = layout_hash(screen())
    assert layout_likeness(one, one) == 1
    assert layout_likeness(one, layout_hash(screen(2))) > 0.5


def test_another_layout_is_unlike() -> None:
    assert layout_likeness(layout_hash(screen()), layout_hash(screen(mirrored=True))) < 0.5


def test_blank_screens_are_like_nothing() -> None:
    assert layout_likeness(0, 0) == 0


def test_an_icon_has_the_number_that_scanners_use() -> None:
    assert icon_hash(b"") == 0
    assert icon_hash(b"icon") != icon_hash(b"icon2")


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_octets_are_taken(octets: bytes) -> None:
    assert layout_hash(octets) == 0 or octets
    assert layout_hash(b"\x89PNG\r\n\x1a\n" + octets) == 0
