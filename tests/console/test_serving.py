"""The server listens and shows certificates as the settings say."""

import pytest

from noroshi.console.serving import server_of
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError


@pytest.fixture
def home_with(tmp_path):
    def make(text):
        home = Home(tmp_path / "home").create()
        home.settings_file.write_text(f"[hub]\n{text}\n")
        return Home(home.path)

    return make


def test_it_takes_address_and_port_of_both_kinds(home_with):
    server = server_of(home_with('listen = "127.0.0.1:8600"'))
    assert (server.bind_addr, server.bind_port) == ("127.0.0.1", 8600)
    server = server_of(home_with('listen = "[::1]:8601"'))
    assert (server.bind_addr, server.bind_port) == ("::1", 8601)


def test_certificates_and_clients_authorities_are_taken(home_with, server_files, authority):
    files = f'tls_certificate = "{server_files[0]}"\ntls_key = "{server_files[1]}"\n'
    server = server_of(home_with(files + f'tls_client_ca = "{authority.file}"'))
    assert server.ssl_ctx[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('tls_certificate = "none.pem"\ntls_key = "none.key"', "none.pem is missing"),
        ('tls_key = "key"', "belong together"),
        ('tls_client_ca = "key"', "needs both"),
    ],
)
def test_missing_files_are_named(home_with, text, told):
    home = home_with(text)
    (home.path / "key").write_text("x")
    with pytest.raises(ConfigError, match=told):
        server_of(home)


def test_a_key_that_others_may_read_is_refused(home_with, server_files):
    home = home_with('tls_certificate = "c"\ntls_key = "k"')
    for name in ("c", "k"):
        (home.path / name).write_bytes(server_files["ck".index(name)].read_bytes())
    (home.path / "k").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        server_of(home)
