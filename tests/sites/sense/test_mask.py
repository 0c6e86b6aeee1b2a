"""Mask: nothing that names a victim is left; the page can still be told."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.sense.mask import MASK, mask_victim

MAIL = "taro.yamada@mail.example"


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        (f"https://evil.test/a?email={MAIL}&x=1", f"https://evil.test/a?email={MASK}&x=1"),
        (f"https://evil.test/a?x={MAIL}", f"https://evil.test/a?x={MASK}"),
        (f"https://evil.test/a#{MAIL}", f"https://evil.test/a#{MASK}"),
        (f"https://evil.test/u/{MAIL}/in", f"https://evil.test/u/{MASK}/in"),
        ("https://evil.test/a?x=taro%40mail.example", f"https://evil.test/a?x={MASK}"),
        (
            f"https://evil.test/{urlsafe_b64encode(MAIL.encode()).decode()}",
            f"https://evil.test/{MASK}",
        ),
        ("https://evil.test/?tel=09012345678", f"https://evil.test/?tel={MASK}"),
        ("https://evil.test/090-1234-5678", f"https://evil.test/{MASK}"),
        ("https://evil.test/?x=d41d8cd98f00b204e9800998ecf8427e", f"https://evil.test/?x={MASK}"),
        ("https://evil.test/?token=abc", f"https://evil.test/?token={MASK}"),
        ("https://user:pass@evil.test/x", f"https://{MASK}@evil.test/x"),
    ],
)
def test_what_names_a_victim_is_removed(url, masked):
    assert mask_victim(url) == masked


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.test:8443/login/index.php?lang=ja&step=2#/ib/login",
        "evil.test",
        "https://evil.test/確認",
    ],
)
def test_what_names_nobody_stays(url):
    assert mask_victim(url) == url


@given(st.text(max_size=100))
def test_masking_twice_changes_nothing(text):
    once = mask_victim(text)
    assert mask_victim(once) == once


@given(
    name=st.from_regex(r"[a-z][a-z0-9.]{0,12}[a-z0-9]", fullmatch=True),
    place=st.sampled_from(["?x={}", "?email={}&y=1", "/{}/a", "#{}", "?a=1&b={}#c", "/p;u={}"]),
)
def test_a_planted_address_is_found_wherever_it_stands(name, place):
    address = f"{name}@mail.example"
    assert address not in mask_victim("https://evil.test/a" + place.format(address))
