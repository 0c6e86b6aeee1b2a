"""Pictures of hostile pages are drawn anew, and a browser may only draw them."""

from io import BytesIO

import pytest
from PIL import Image, ImageFile

from noroshi.console.sites.screens import redrawn
from noroshi.spine.model import InputError
from noroshi.testing.site_cases import BAD_CASE, picture


def test_a_picture_arrives_under_a_policy_of_its_own(enter):
    with enter() as client:
        answer = client.get(f"/sites/{BAD_CASE}/screens/0")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert Image.open(BytesIO(answer.content)).size == (40, 60)


def test_nothing_but_pixels_is_kept():
    hidden = picture(text="<script>alert(1)</script>") + b"<script>tail</script>"
    assert b"<script>" in hidden
    assert b"script" not in redrawn(hidden)


def test_wide_pictures_are_made_smaller():
    assert Image.open(BytesIO(redrawn(picture(2560, 400)))).size == (1280, 200)


@pytest.mark.parametrize(
    "octets", [b"", b"<svg/>", b"GIF89a", picture()[:60], b"\x89PNG\r\n\x1a\n" + b"\0" * 50]
)
@pytest.mark.parametrize("lenient", [False, True])
def test_what_is_no_png_is_refused(octets, lenient, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    with pytest.raises(InputError):
        redrawn(octets)


def test_a_look_that_is_not_there_is_not_found(enter):
    with enter() as client:
        assert client.get(f"/sites/{BAD_CASE}/screens/9").status_code == 404
        assert client.get("/sites/none/screens/0").status_code == 404
