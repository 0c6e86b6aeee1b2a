"""Provider: an OpenID Connect identity provider, asked by authorization code with PKCE."""

import json
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.http import Limits, Outbound

DISCOVERY = "/.well-known/openid-configuration"
"""OpenID Connect Discovery 1.0 section 4."""
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Signatures with public keys only: with `none` or HMAC anybody, or any client, could sign."""
LEEWAY_S = 60
LONGEST_SUBJECT = 255
"""OpenID Connect Core 1.0 section 2, `sub`."""
LIMITS = Limits(wait_s=5.0, total_s=10.0, size_bytes=262_144, redirects=1)


@dataclass(frozen=True, slots=True)
class Asking:
    """What is remembered while a person is at the provider.

    Attributes:
        nonce: Comes back in the signed token.
        verifier: Proves at the end that the same hub asks (RFC 7636).
        back: Where the provider sends the person.
    """

    nonce: str
    verifier: str
    back: str


class Provider:
    """One identity provider, as its discovery document describes it."""

    def __init__(
        self, issuer: str, *, client_id: str, client_secret: str | None, outbound: Outbound
    ) -> None:
        self._issuer, self._client_id, self._client_secret = issuer, client_id, client_secret
        self._outbound = outbound

    @classmethod
    def of(cls, home: Home) -> "Provider | None":
        """The provider that the settings name, if any.

        Raises:
            ConfigError: The client's name is missing, or its secret readable by others.
        """
        access = home.settings.access
        if not access.oidc_issuer:
            return None
        if not access.oidc_client_id:
            raise ConfigError("access.oidc_client_id is missing; the provider gave it")
        path = home.path / access.oidc_secret_file
        secret = None
        if path.is_file():
            if path.stat().st_mode & 0o077:
                raise ConfigError(f"{path} is readable by others; run: chmod 600 {path}")
            secret = path.read_text(encoding="utf-8").strip()
        return cls(
            access.oidc_issuer,
            client_id=access.oidc_client_id,
            client_secret=secret,
            outbound=Outbound(limits=LIMITS, destinations=Destinations(allow=access.oidc_networks)),
        )

    def ask_url(self, asking: Asking, *, state: str) -> str:
        """Where the person's browser goes.

        Raises:
            SourceError: The provider is unwell, or not what the settings say.
        """
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": asking.back,
            "scope": "openid",
            "state": state,
            "nonce": asking.nonce,
            "code_challenge": _challenge(asking.verifier),
            "code_challenge_method": "S256",
        }
        place = self._place("authorization_endpoint")
        return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(query)}"

    def subject(self, code: str, asking: Asking, at: datetime) -> str:
        """Who came back with a code: issuer and subject, joined.

        Raises:
            SourceError: The provider is unwell, refuses the code, or signs something else.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asking.back,
            "client_id": self._client_id,
            "code_verifier": asking.verifier,
        }
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "accept": "application/json",
        }
        if self._client_secret is not None:
            headers["authorization"] = self._basic(self._client_secret)
        place = self._place("token_endpoint")
        answer = self._outbound.post(place, headers, urlencode(form).encode("ascii"))
        told = _object(answer.status, answer.body, "token")
        return f"{self._issuer}#{self._proven(told.get('id_token'), asking, at)}"

    def _proven(self, token: object, asking: Asking, at: datetime) -> str:
        """The subject of a signed token, every claim checked (OpenID Connect Core 3.1.3.7)."""
        if not isinstance(token, str):
            raise SourceError("the identity provider sends no id_token")
        keys = self._fetched(self._place("jwks_uri"), "keys")
        now = int(at.timestamp())
        claims_asked = jwt.JWTClaimsRegistry(
            now=lambda: now,
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": asking.nonce},
        )
        try:
            claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]  # a JSON object, as its own checks need
            claims_asked.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise SourceError(f"the identity provider's token does not hold: {error}") from error
        if claims.get("azp", self._client_id) != self._client_id:
            raise SourceError("the identity provider's token is for another client")
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise SourceError("the identity provider names nobody")
        return subject

    def _place(self, name: str) -> str:
        document = self._fetched(self._issuer.rstrip("/") + DISCOVERY, "discovery")
        if document.get("issuer") != self._issuer:
            raise SourceError("the identity provider names another issuer; correct the settings")
        place = document.get(name)
        secure = "https:" if self._issuer.startswith("https:") else "http"
        if not isinstance(place, str) or not place.startswith(secure):
            raise SourceError(f"the identity provider's {name} is no secure URL")
        return place

    def _fetched(self, url: str, what: str) -> dict[str, Any]:
        answer = self._outbound.get(url, {"accept": "application/json"})
        return _object(answer.status, answer.body, what)

    def _basic(self, secret: str) -> str:
        """RFC 6749 section 2.3.1: both parts are form-encoded first."""
        pair = f"{quote(self._client_id, safe='')}:{quote(secret, safe='')}"
        return "Basic " + b64encode(pair.encode("ascii")).decode("ascii")


def _challenge(verifier: str) -> str:
    """RFC 7636 section 4.2, S256."""
    digest = sha256(verifier.encode("ascii")).digest()
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def _object(status: int, body: bytes, what: str) -> dict[str, Any]:
    if status != 200:
        raise SourceError(f"the identity provider answers {status} to the question for its {what}")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"the identity provider's {what} is no JSON") from error
    if not isinstance(told, dict):
        raise SourceError(f"the identity provider's {what} is no JSON object")
    return told
