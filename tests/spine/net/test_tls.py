"""TLS: only clients with a believed certificate, and files that fit."""

import contextlib
import shutil
import ssl

import pytest

from noroshi.spine.model import ConfigError
from noroshi.spine.net.tls import TlsFiles, TlsLayer, is_named, names_of, server_context


@pytest.fixture
def files(authority, server_files):
    return TlsFiles(certificate=server_files[0], key=server_files[1], client_ca=authority.file)


def handshake(files, client):
    """A client in memory against the layer; gives both ends."""
    layer = TlsLayer(server_context(files))
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = client.wrap_bio(incoming, outgoing, server_hostname="collector.example")
    for _ in range(5):
        with contextlib.suppress(ssl.SSLWantReadError):
            tls.do_handshake()
        layer.feed(outgoing.read())
        incoming.write(layer.answer())
    return layer, tls, outgoing


def client(authority, identity=None, version=None):
    context = ssl.create_default_context(cafile=str(authority.file))
    if identity is not None:
        context.load_cert_chain(*identity)
    if version is not None:
        context.maximum_version = version
    return context


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_signed_client_is_heard_and_named(files, authority, version):
    layer, tls, outgoing = handshake(files, client(authority, authority.issue("router", "R1.example"), version))  # fmt: skip
    assert layer.ready
    assert layer.names() == ("r1.example",)
    tls.write(b"hello" * 10_000)
    assert layer.feed(outgoing.read()) == b"hello" * 10_000


def test_a_client_without_certificate_is_refused(files, authority):
    with pytest.raises(ssl.SSLError):
        handshake(files, client(authority))


def test_a_client_of_a_strange_authority_is_refused(files, authority, stranger):
    with pytest.raises(ssl.SSLError):
        handshake(files, client(authority, stranger.issue("router", "r1.example")))


def test_a_certificate_out_of_date_is_refused(files, authority):
    with pytest.raises(ssl.SSLError):
        handshake(files, client(authority, authority.issue("old", "r1.example", days=-1)))


def test_old_versions_are_refused(files):
    assert server_context(files).minimum_version == ssl.TLSVersion.TLSv1_2


def test_octets_that_are_no_tls_are_an_error(files):
    with pytest.raises(ssl.SSLError):
        TlsLayer(server_context(files)).feed(b"\0\x0a\0\x10" * 100)


def test_names_come_from_the_alternatives_else_the_common_name():
    both = {"subject": ((("commonName", "CN.example"),),), "subjectAltName": (("DNS", "A.example"), ("IP Address", "192.0.2.1"), ("URI", "x:y"))}  # fmt: skip
    assert names_of(both) == ("a.example", "192.0.2.1")
    assert names_of({"subject": both["subject"]}) == ("cn.example",)
    assert names_of(None) == ()


def test_without_wanted_names_all_are_welcome():
    assert is_named(("a.example",), ())
    assert is_named(("a.example",), ("b.example", "a.example"))
    assert not is_named(("a.example",), ("b.example",))
    assert not is_named((), ("b.example",))


def test_what_is_wrong_with_the_files_is_told(files, authority, tmp_path):
    for wrong, told in (
        (tmp_path / "none.pem", "missing"),
        (authority.issue("other")[1], "no certificate"),
    ):
        with pytest.raises(ConfigError, match=told):
            server_context(TlsFiles(certificate=files.certificate, key=wrong, client_ca=files.client_ca))  # fmt: skip


def test_a_key_that_everybody_may_read_is_refused(files, tmp_path):
    key = shutil.copy(files.key, tmp_path / "key.pem")
    key.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        server_context(TlsFiles(certificate=files.certificate, key=key, client_ca=files.client_ca))
