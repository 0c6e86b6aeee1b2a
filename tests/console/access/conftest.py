"""A hub with members, a browser for it, a passkey device, and an identity provider on loopback."""

import json
import threading
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey
from litestar.testing import TestClient
from webauthn.helpers import encode_cbor

from noroshi.console.access.desk import Desk
from noroshi.console.hub import Hub
from noroshi.console.whole import whole_app
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.testing.members import JOINED, add_members, make_account

ORIGIN = "http://hub.example"
PASSWORD = "correct horse battery staple"
DAY = timedelta(days=1)


class Site:
    """A hub, its clock, and browsers that look at it."""

    def __init__(self, home, store):
        self.now = JOINED + DAY
        self.hub = Hub(home=home, store=store, clock=lambda: self.now)
        self.desk = Desk(self.hub)
        self.home = home

    def browser(self, **headers):
        client = TestClient(whole_app(self.hub), base_url=ORIGIN)
        client.follow_redirects = False
        told = {"Origin": ORIGIN, "Accept": "text/html", "User-Agent": "Firefox"}
        client.headers.update(told | headers)
        return client

    def keep_password(self, role="reader", password=PASSWORD):
        account = make_account(role)
        self.desk.accounts.keep_password(account.id, self.desk.passwords.hash(password))
        return account

    def logged_in(self, role="reader", operator="alpha", **headers):
        account = make_account(role, operator)
        secret = self.desk.sessions.begin(
            account.id, self.now, user_agent="Firefox", address="192.0.2.1"
        )
        client = self.browser(**headers)
        client.cookies.set("noroshi", secret)
        return client

    def acts(self):
        lines = (self.home.path / "audit.jsonl").read_text().splitlines()
        return [(line["by"], line["action"], line["target"]) for line in map(json.loads, lines)]


@pytest.fixture
def make_site(tmp_path):
    """Makes a site with settings: `make_site("[access]…")`."""
    opened = []

    def make(settings=""):
        home = Home(tmp_path / f"home{len(opened)}").create()
        home.settings_file.write_text(settings)
        store = Store.open(home.state)
        opened.append(store)
        add_members(store.database)
        return Site(home, store)

    yield make
    for store in opened:
        store.database.close()


@pytest.fixture
def site(make_site):
    return make_site()


def b64(octets):
    return urlsafe_b64encode(octets).decode().rstrip("=")


class Device:
    """A device with one passkey: ES256, user verified."""

    def __init__(self, *, counts=True):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = sha256(b"device").digest()
        self.count, self.counts = 0, counts
        self.user = b""

    def create(self, asked, origin=ORIGIN):
        """The answer to a registration's question."""
        self.user = asked["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        x, y = (n.to_bytes(32, "big") for n in (numbers.x, numbers.y))
        cose = encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        data = self._data(asked["rp"]["id"], 0x45) + attested
        statement = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._told(
            clientDataJSON=self._client("webauthn.create", asked, origin),
            attestationObject=statement,
        )

    def get(self, asked, origin=ORIGIN):
        """The answer to a log-in's question."""
        client = self._client("webauthn.get", asked, origin)
        data = self._data(asked["rpId"], 0x05)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._told(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, host, flags):
        self.count += self.counts
        return sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind, asked, origin):
        told = {"type": kind, "challenge": asked["challenge"], "origin": origin}
        return json.dumps(told).encode()

    def _told(self, **response):
        return {
            "id": b64(self.id),
            "rawId": b64(self.id),
            "type": "public-key",
            "response": {name: b64(value) for name, value in response.items()},
        }


@pytest.fixture
def device():
    return Device


class Identity(BaseHTTPRequestHandler):
    """A small OpenID Connect provider: one user, codes with PKCE, ES256."""

    def log_message(self, *_):
        pass

    @property
    def state(self):
        return self.server.state

    def do_GET(self):
        path = urlsplit(self.path)
        if path.path == "/.well-known/openid-configuration":
            base = self.state.issuer
            places = {
                "authorization_endpoint": "/ask",
                "token_endpoint": "/token",
                "jwks_uri": "/keys",
            }
            told = {"issuer": base} | {name: base + at for name, at in places.items()}
            self._tell(told | self.state.discovery)
        elif path.path == "/keys":
            self._tell({"keys": [self.state.key.as_dict(private=False)]})
        elif path.path == "/ask":
            asked = {name: values[0] for name, values in parse_qs(path.query).items()}
            self.state.asked["the-code"] = asked
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?code=the-code&state={asked['state']}"
            )
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self):
        size = int(self.headers["Content-Length"])
        form = {n: v[0] for n, v in parse_qs(self.rfile.read(size).decode()).items()}
        asked = self.state.asked.pop(form.get("code"), None)
        good = (
            asked is not None
            and form["redirect_uri"] == asked["redirect_uri"]
            and b64(sha256(form["code_verifier"].encode()).digest()) == asked["code_challenge"]
            and self.headers.get("Authorization") == self.state.authorization
        )
        if not good:
            self._tell({"error": "invalid_grant"}, status=400)
            return
        at = int(self.state.now().timestamp())
        claims = {
            "iss": self.state.issuer,
            "aud": asked["client_id"],
            "sub": self.state.subject,
            "iat": at,
            "exp": at + 300,
            "nonce": asked["nonce"],
        } | self.state.claims
        header = {"alg": self.state.algorithm, "kid": self.state.key.kid}
        self._tell({"id_token": jwt.encode(header, claims, self.state.signer)})

    def _tell(self, told, status=200):
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def identity():
    """A provider that runs on loopback; its `state` says what it answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Identity)
    key = ECKey.generate_key("P-256", {"kid": "one"}, auto_kid=False)
    server.state = SimpleNamespace(
        issuer=f"http://127.0.0.1:{server.server_port}",
        key=key,
        signer=key,
        subject="hanako",
        algorithm="ES256",
        claims={},
        discovery={},
        asked={},
        authorization=None,
        now=lambda: JOINED + DAY,
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.state
    server.shutdown()
    server.server_close()
    thread.join()
