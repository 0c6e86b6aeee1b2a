"""Host: where a subject stands, and never an error for whatever a URL holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.decide.host import host_of
from noroshi.spine.model import Endpoint, Subject, SubjectKind


@pytest.mark.parametrize(
    ("subject", "host"),
    [
        (Subject.ip("192.0.2.1"), "192.0.2.1"),
        (Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")), "192.0.2.1"),
        (Subject.endpoint(Endpoint("2001:db8::1", 443, "tcp")), "2001:db8::1"),
        (Subject(SubjectKind.DOMAIN, "login.example"), "login.example"),
        (Subject(SubjectKind.URL, "https://user@Login.Example.:8443/a?b#c"), "login.example"),
        (Subject(SubjectKind.URL, "http://[2001:DB8:0::1]/"), "2001:db8::1"),
        (Subject(SubjectKind.URL, "http://[broken/"), None),
        (Subject(SubjectKind.URL, "nothing"), None),
        (Subject(SubjectKind.ASN, "AS64500"), None),
        (Subject(SubjectKind.PREFIX, "192.0.2.0/24"), None),
    ],
)
def test_the_host_is_the_address_or_name(subject, host):
    assert host_of(subject) == host


@given(st.text())
def test_no_url_is_an_error(text):
    host = host_of(Subject(SubjectKind.URL, text))
    assert host is None or host
