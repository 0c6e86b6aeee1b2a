"""A page is found by whatever a person has at hand: its id, its URL, or the URL as it was shown to him."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.jobs.sites.intake import masked_url
from noroshi.jobs.sites.page_names import case_id, written_url
from noroshi.sites.defang import defanged
from noroshi.spine.model.site_report import url_id

URL = "https://x7k2q9.test/login?next=1"


@pytest.mark.parametrize(
    "name",
    [
        URL,
        url_id(URL),
        defanged(URL),
        "HTTPS://X7K2Q9.test:443/login?next=1",
        "hxxps://x7k2q9[.]test/login?next=1",
        "ｈｔｔｐｓ：／／x7k2q9.test/login?next=1",
    ],
)
def test_one_page_has_many_names(name):
    assert case_id(name) == url_id(URL)


def test_what_identifies_a_victim_is_taken_out_as_it_was_on_entry():
    url = "https://x7k2q9.test/?mail=taro.yamada@mail.example"
    assert written_url(url) == masked_url(url) != url
    assert written_url(masked_url(url)) == masked_url(url)


@pytest.mark.parametrize("name", ["", "no page at all", "://"])
def test_what_is_no_url_names_nothing(name):
    assert written_url(name) == name


@given(
    st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z0-9]\.test", fullmatch=True),
    st.from_regex(r"(/[a-z0-9._-]{1,8}){1,4}", fullmatch=True),
)
def test_what_is_shown_to_people_leads_back(host, path):
    url = masked_url(f"https://{host}{path}")
    assert written_url(defanged(url)) == url
