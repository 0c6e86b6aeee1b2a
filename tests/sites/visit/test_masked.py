from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.sense.mask import MASK
from noroshi.sites.visit import Download, Hop, HopKind
from noroshi.sites.visit.masked import masked, personal_values
from noroshi.testing.visits import PLAIN, exchange, field

MAIL = "taro.yamada@mail.example"
LED = f"https://bad.example/in?email={MAIL}"
SEEN = replace(
    PLAIN,
    url="https://short.example/x",
    chain=(
        Hop(url="https://short.example/x", kind=HopKind.START, status=302, address=None),
        Hop(url=LED, kind=HopKind.HTTP, status=200, address=None),
    ),
    final_url=LED,
    title=f"Hello {MAIL}",
    html=f"<input value='{MAIL}'>",
    text=f"{MAIL} さま",
    fields=(replace(field("email"), label=MAIL, action=LED),),
    links=(LED,),
    exchanges=(replace(exchange(LED), headers=(("set-cookie", f"u={MAIL}"),)),),
    downloads=(Download(url=LED, name=f"{MAIL}.pdf", size_bytes=1, sha256="0" * 64),),
    dialogs=(f"{MAIL}!",),
)


def test_no_part_names_the_person_whom_the_site_named():
    assert MAIL in repr(SEEN)
    shown = masked(SEEN)
    assert MAIL not in repr(shown)
    assert MASK in shown.html
    assert shown.final_url == f"https://bad.example/in?email={MASK}"


def test_a_picture_that_may_show_the_person_is_dropped():
    assert masked(SEEN).screenshot == b""
    assert masked(PLAIN).screenshot == b"png"


def test_masking_twice_changes_nothing():
    assert masked(masked(SEEN)) == masked(SEEN)


def test_a_visit_without_personal_parts_stays_as_it_is():
    assert masked(PLAIN) == PLAIN


def test_short_values_are_not_hunted_in_pages():
    assert personal_values(replace(PLAIN, final_url="https://bad.example/?uid=12")) == frozenset()


@pytest.mark.parametrize("written", ["taro%40mail.example", "taro@mail.example"])
def test_values_are_found_in_every_spelling(written):
    seen = replace(PLAIN, final_url=f"https://bad.example/?e={written}", html="taro@mail.example")
    assert "taro" not in masked(seen).html


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_address_and_page_can_be_masked(url, page):
    once = masked(replace(PLAIN, final_url=url, html=page, text=page))
    assert personal_values(once) <= {MASK}
