"""Peer: secrets are read from files that nobody else reads."""

import base64
from types import SimpleNamespace

import pytest

from noroshi.jobs.share.peer import Peer, peer_of
from noroshi.spine.home import Home, PeerSettings
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.http import Answer


def settings(**more):
    return PeerSettings(name="p", kind="list", url="https://p.example/list", **more)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path).create()


def write(home, data, mode=0o600):
    path = home.pseudonym_key_file.parent / "peer"
    path.write_bytes(data)
    path.chmod(mode)


def test_a_peer_without_secret_is_shown_nothing(home):
    peer = peer_of(home, settings())
    assert peer.headers == {}
    assert peer.source == "peer:p"


def test_a_secret_is_a_token_or_a_password(home):
    write(home, b"word\n")
    assert peer_of(home, settings(secret="peer")).headers == {"authorization": "Bearer word"}
    basic = peer_of(home, settings(secret="peer", user="us")).headers["authorization"]
    assert base64.b64decode(basic.removeprefix("Basic ")) == b"us:word"


@pytest.mark.parametrize(
    ("data", "mode", "message"),
    [(b"word", 0o644, "chmod 600"), (b"", 0o600, "no one line"), (b"a\nb", 0o600, "no one line"), (b"\xff", 0o600, "no text")],
)  # fmt: skip
def test_a_bad_secret_says_what_to_do(home, data, mode, message):
    write(home, data, mode)
    with pytest.raises(ConfigError, match=message):
        peer_of(home, settings(secret="peer"))


def test_a_missing_secret_is_told(home):
    with pytest.raises(ConfigError, match="cannot be read"):
        peer_of(home, settings(secret="peer"))


@pytest.mark.parametrize(("status", "message"), [(403, "secret"), (500, "answers 500")])
def test_a_peer_that_refuses_is_told(status, message):
    answer = Answer(status=status, headers={}, body=b"", url="https://p.example/list")
    outbound = SimpleNamespace(get=lambda url, headers: answer)
    with pytest.raises(SourceError, match=message):
        Peer(settings=settings(), outbound=outbound, headers={}).ask("https://p.example/list")
