"""Naming: what people type becomes the subject they mean, or is told."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.jobs.decide.naming import subject_of
from noroshi.spine.model import Endpoint, InputError, Subject, SubjectKind


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (" 192.0.2.1 ", Subject.ip("192.0.2.1")),
        ("2001:DB8::1", Subject.ip("2001:db8::1")),
        ("192.0.2.9/24", Subject(SubjectKind.PREFIX, "192.0.2.0/24")),
        ("192.0.2.1:443/tcp", Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp"))),
        ("Login.Example.", Subject(SubjectKind.DOMAIN, "login.example")),
        ("https://a.example/x", Subject(SubjectKind.URL, "https://a.example/x")),
    ],
)
def test_each_form_is_known(text, subject):
    assert subject_of(text) == subject


@pytest.mark.parametrize("text", [".", "one-label", "1.2.3", "//", "http://", "192.0.2.1:x/tcp"])
def test_what_means_nothing_is_refused(text):
    with pytest.raises(InputError):
        subject_of(text)


@given(st.text())
def test_any_text_is_a_subject_or_an_input_error(text):
    with suppress(InputError):
        assert subject_of(text).value
