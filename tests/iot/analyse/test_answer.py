"""Answers: what each protocol's text becomes, within bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse.answer import MAX_FEATURES, MAX_TEXT, features_of
from noroshi.spine.model import InputError


def texts(**row):
    return [(one.kind, one.text) for one in features_of(row)]


def test_codes_of_ftp_are_taken_off_every_line():
    found = texts(kind="ftp_banner", banner="220-Hello\r\n220 Example FTP ready\r\n")
    assert found == [
        ("ftp.banner", "Hello\r\nExample FTP ready"),
        ("ftp.banner", "Hello"),
        ("ftp.banner", "Example FTP ready"),
    ]


@pytest.mark.parametrize(
    ("protocol", "banner", "feature"),
    [
        ("ssh", "SSH-2.0-Example_1.0 note\r\n", ("ssh.banner", "Example_1.0 note")),
        ("pop3", "+OK Example ready\r\n", ("pop3.banner", "Example ready")),
        ("imap", "* OK [CAPABILITY X] Example ready", ("imap4.banner", "Example ready")),
        ("telnet", "\r\nlogin: ", ("telnet.banner", "login:")),
        ("smtp", "220 mail.example ESMTP", ("smtp.banner", "mail.example ESMTP")),
        ("snmpv3", "enterprise 9, engine 80", ("snmp.engine", "enterprise 9, engine 80")),
        ("mdns", "_http._tcp", ("mdns.services", "_http._tcp")),
        ("coap", "</x>", ("coap.core", "</x>")),
        ("SNMP", "Example 1", ("snmp.sys_description", "Example 1")),
        ("ssdp", "HTTP/1.1 200 OK\r\nServer: Ex/1\r\n", ("http_header.server", "Ex/1")),
        ("rtsp", "RTSP/1.0 200 OK\r\nServer: Ex/1\r\n", ("rtsp_header.server", "Ex/1")),
    ],
)
def test_every_protocol_gives_its_text(protocol, banner, feature):
    assert texts(protocol=protocol, banner=banner) == [feature]


def test_a_favicon_stands_beside_the_page():
    assert texts(protocol="http", banner="", favicon="00ff") == [("favicon.md5", "00ff")]
    assert texts(protocol="http", banner="", certificate="no certificate") == []


def test_a_response_of_the_web_gives_headers_and_title():
    banner = (
        "HTTP/1.1 401 No\r\nServer: Ex/1\r\nWWW-Authenticate: Basic realm=x\r\n\r\n"
        "<html><TITLE>Ex router</TITLE>"
    )
    assert texts(protocol="http", banner=banner) == [
        ("http_header.server", "Ex/1"),
        ("http_header.wwwauth", "Basic realm=x"),
        ("html_title", "Ex router"),
    ]


def test_nested_records_give_what_the_device_said_and_no_annotation():
    data = {
        "80": {
            "http": {
                "get": {
                    "headers": {"server": "Ex/1", "www_authenticate": "Basic realm=x"},
                    "title": "Ex",
                    "metadata": {"title": "annotation"},
                }
            }
        },
        "443": {"https": {"tls": {"parsed": {"subject_dn": "C=JP, O=Example, CN=ex"}}}},
        "502": {"modbus": {"objects": {"vendor": "Example", "product_code": "E1"}}},
    }
    assert set(texts(data=data)) == {
        ("http_header.server", "Ex/1"),
        ("http_header.wwwauth", "Basic realm=x"),
        ("html_title", "Ex"),
        ("x509.subject", "CN=ex,O=Example,C=JP"),
        ("modbus.device", "Example\nE1\n"),
    }


@pytest.mark.parametrize(
    "row",
    [{}, {"banner": 1, "protocol": "ftp"}, {"banner": "x"}, {"banner": "x", "protocol": "gopher"}],
)
def test_a_row_that_says_nothing_known_is_refused(row):
    with pytest.raises(InputError):
        features_of(row)


def test_bounds_hold_for_large_answers():
    found = features_of({"protocol": "ftp", "banner": "220 x\r\n" * 100_000})
    assert len(found) <= MAX_FEATURES
    assert max(len(one.text) for one in found) <= MAX_TEXT
    many = {str(n): {"ftp": {"banner": {"banner": f"220 {n}"}}} for n in range(500)}
    assert len(features_of({"data": many})) == MAX_FEATURES


def test_depth_is_bounded():
    deep: dict[str, object] = {"title": "x"}
    for _ in range(500):
        deep = {"http": deep}
    assert features_of({"data": deep}) == ()


JSON = st.recursive(
    st.none() | st.text(max_size=20) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["http", "banner", "server", "title", "body", "objects", "vendor", "ftp"]),
        inner, max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_any_record_gives_texts(data):
    assert all(isinstance(one.text, str) for one in features_of({"data": data}))
