"""Media types: who is answered, and what is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.console.taxii.media import is_taxii, may_answer


@pytest.mark.parametrize(
    "accept",
    [
        None,
        "",
        "application/taxii+json",
        "application/taxii+json;version=2.1",
        "application/taxii+json; version=2.1",
        'Application/TAXII+json; Version="2.1"',
        "text/html, application/taxii+json;q=0.1",
        "*/*",
        "application/*",
        "application/json",
        "application/taxii+json;version=2.0, application/taxii+json;version=2.1",
    ],
)
def test_who_takes_taxii_is_answered(accept):
    assert may_answer(accept)


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "application/taxii+json;version=2.0",
        "application/vnd.oasis.taxii+json; version=2.0",
        "application/taxii+json;version=2.1;q=0",
        "*/*;q=0.000",
        ";",
    ],
)
def test_who_does_not_is_not(accept):
    assert not may_answer(accept)


@pytest.mark.parametrize(
    "kind", ["application/taxii+json", "application/taxii+json;version=2.1;charset=utf-8"]
)
def test_a_taxii_body_is_read(kind):
    assert is_taxii(kind)


@pytest.mark.parametrize(
    "kind", [None, "", "application/json", "application/taxii+json;version=2.0", "text/plain"]
)
def test_another_body_is_not(kind):
    assert not is_taxii(kind)


@given(st.text(max_size=60))
def test_any_header_gives_an_answer(text):
    assert may_answer(text) in {True, False}
    assert is_taxii(text) in {True, False}
