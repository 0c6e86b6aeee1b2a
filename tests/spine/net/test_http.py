"""HTTP: the client against a real server on loopback."""

import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from noroshi.spine.model import InputError, SourceError
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.http import Limits, Outbound

LOOPBACK = Destinations(allow=["127.0.0.0/8"], resolve=lambda host: ["127.0.0.1"])


class Desk(BaseHTTPRequestHandler):
    """Answers by path, and remembers what it was sent."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        kind, _, rest = self.path[1:].partition("/")
        if kind == "to":
            return self._say(302, b"", ("Location", rest))
        if kind == "big":
            return self._say(200, b"x" * int(rest))
        if kind == "packed":
            return self._say(200, b"x", ("Content-Encoding", "gzip"))
        if kind == "rude":
            self.wfile.write(b"what?\r\n\r\n")
            self.close_connection = True
            return None
        if kind == "silent":
            self.server.leave.wait(20)
            return None
        return self._say(200, b"hello")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), body))
        self._say(307 if self.path == "/to" else 202, b"taken", ("Location", "/else"))

    def _say(self, status, body, *headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def served(context=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.asked, server.leave = [], threading.Event()
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.leave.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def desk():
    with served() as server:
        server.url = f"http://desk.example:{server.server_port}"
        yield server


def client(**limits):
    return Outbound(limits=Limits(**limits), destinations=LOOPBACK)


def test_an_answer_comes_whole(desk):
    answer = client().get(f"{desk.url}/x?y=1", {"X-Y": "z"})
    assert (answer.status, answer.body) == (200, b"hello")
    path, headers = desk.asked[0]
    assert path == "/x?y=1"
    assert headers["x-y"] == "z"
    assert headers["host"] == f"desk.example:{desk.server_port}"


def test_a_body_is_posted_as_it_is(desk):
    answer = client().post(f"{desk.url}/hook", {"Content-Type": "text/plain"}, b"\x00body")
    assert answer.status == 202
    assert desk.asked[0][2] == b"\x00body"


def test_loopback_is_refused_unless_allowed(desk):
    with pytest.raises(InputError, match="no global address"):
        Outbound().get(f"http://127.0.0.1:{desk.server_port}/")
    with pytest.raises(InputError, match="no global address"):
        Outbound().post(f"http://[::ffff:127.0.0.1]:{desk.server_port}/", {}, b"x")
    assert desk.asked == []


def test_a_redirect_is_followed_and_checked(desk):
    assert client().get(f"{desk.url}/to//x").url == f"{desk.url}/x"


def test_a_redirect_inside_is_refused(desk):
    inside = Destinations(
        allow=["127.0.0.1/32"],
        resolve=lambda host: ["10.0.0.7" if host == "inside.example" else "127.0.0.1"],
    )
    with pytest.raises(InputError, match=r"10\.0\.0\.7"):
        Outbound(destinations=inside).get(f"{desk.url}/to/http://inside.example/")


def test_a_secret_does_not_follow_to_another_origin(desk):
    other = f"http://other.example:{desk.server_port}/x"
    client().get(f"{desk.url}/to/{other}", {"Authorization": "Basic eDp5", "X-Plain": "1"})
    assert "authorization" in desk.asked[0][1]
    assert "authorization" not in desk.asked[1][1]
    assert desk.asked[1][1]["x-plain"] == "1"


def test_redirects_without_end_are_told(desk):
    with pytest.raises(SourceError, match="redirect"):
        client().get(f"{desk.url}/to/{'/to/' * 9}x")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://desk.example/"])
def test_a_redirect_to_no_web_address_is_refused(desk, target):
    with pytest.raises(InputError):
        client().get(f"{desk.url}/to/{target}")


def test_a_post_is_not_redirected(desk):
    assert client().post(f"{desk.url}/to", {}, b"x").status == 307
    assert len(desk.asked) == 1


def test_too_long_an_answer_is_cut_off(desk):
    with pytest.raises(SourceError, match="more than 1000 octets"):
        client(size_bytes=1000).get(f"{desk.url}/big/1001")
    assert len(client(size_bytes=1000).get(f"{desk.url}/big/1000").body) == 1000


def test_a_packed_answer_is_refused(desk):
    with pytest.raises(SourceError, match="packed"):
        client().get(f"{desk.url}/packed")


@pytest.mark.parametrize("path", ["rude", "silent"])
def test_a_server_that_is_unwell_is_told(desk, path):
    with pytest.raises(SourceError, match="cannot be asked"):
        client(wait_s=0.2).get(f"{desk.url}/{path}")


def test_a_closed_port_is_told(desk):
    with pytest.raises(SourceError, match="cannot be asked"):
        client().get("http://desk.example:9/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "desk.example",
        "ftp://desk.example/",
        "http://user:word@desk.example/",
        "http://desk.example:99999/",
        "http:///x",
        "http://\x00/",
    ],
)
def test_what_is_no_url_is_refused(url):
    with pytest.raises(InputError):
        client().get(url)


@pytest.mark.parametrize("headers", [{"X": "a\r\nB: c"}, {"X\n": "a"}, {"X": "狼"}])
def test_a_header_cannot_carry_another(desk, headers):
    with pytest.raises(InputError):
        client().get(f"{desk.url}/", headers)
    assert desk.asked == []


def test_the_environments_proxy_is_not_used(desk, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert client().get(f"{desk.url}/").status == 200


def test_a_certificate_must_bear_the_name(authority):
    certificate, key = authority.issue("desk.example", "desk.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    trust = ssl.create_default_context(cafile=str(authority.file))
    with served(context) as server:
        outbound = Outbound(destinations=LOOPBACK, trust=trust)
        assert outbound.get(f"https://desk.example:{server.server_port}/").status == 200
        with pytest.raises(SourceError, match="cannot be asked"):
            outbound.get(f"https://other.example:{server.server_port}/")
