"""Provider: what it signs is checked to the last claim."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import ECKey, OctKey

from noroshi.console.access.provider import LIMITS, Asking, Provider
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.http import Outbound
from noroshi.testing.members import DAY, JOINED

AT = JOINED + DAY
ASKING = Asking("the-nonce", "v" * 43, "http://hub.example/log-in/sign-on/back")
OUTBOUND = Outbound(limits=LIMITS, destinations=Destinations(allow=["127.0.0.0/8"]))


@pytest.fixture
def provider(identity):
    return Provider(identity.issuer, client_id="hub", client_secret=None, outbound=OUTBOUND)


@pytest.fixture
def code(identity, provider):
    url = urlsplit(provider.ask_url(ASKING, state="the-state"))
    identity.asked["the-code"] = {n: v[0] for n, v in parse_qs(url.query).items()}
    return "the-code"


def test_who_comes_back_is_named_by_issuer_and_subject(identity, provider, code):
    assert provider.subject(code, ASKING, AT) == f"{identity.issuer}#hanako"


def test_it_is_asked_by_code_with_a_challenge(provider):
    asked = parse_qs(urlsplit(provider.ask_url(ASKING, state="the-state")).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert (asked["state"], asked["nonce"]) == (["the-state"], ["the-nonce"])
    assert "v" * 43 not in str(asked)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["another"]},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": int(AT.timestamp()) - 120},
        {"iat": int(AT.timestamp()) + 3600},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"azp": "another"},
    ],
    ids=str,
)
def test_a_claim_that_does_not_fit_lets_nobody_in(identity, provider, code, claims):
    identity.claims = claims
    with pytest.raises(SourceError):
        provider.subject(code, ASKING, AT)


def test_another_key_signs_nothing(identity, provider, code):
    identity.signer = ECKey.generate_key("P-256", {"kid": "one"}, auto_kid=False)
    with pytest.raises(SourceError, match="does not hold"):
        provider.subject(code, ASKING, AT)


def test_a_symmetric_key_signs_nothing(identity, provider, code):
    identity.signer = OctKey.import_key("x" * 32, {"kid": "one"})
    identity.algorithm = "HS256"
    with pytest.raises(SourceError, match="does not hold"):
        provider.subject(code, ASKING, AT)


def test_a_wrong_verifier_gets_no_token(provider, code):
    with pytest.raises(SourceError, match="400"):
        provider.subject(code, replace(ASKING, verifier="w" * 43), AT)


def test_a_code_works_once(provider, code):
    provider.subject(code, ASKING, AT)
    with pytest.raises(SourceError, match="400"):
        provider.subject(code, ASKING, AT)


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "ftp://evil.example"},
        {"authorization_endpoint": None},
    ],
    ids=str,
)
def test_a_discovery_that_does_not_fit_is_refused(identity, provider, document):
    identity.discovery = document
    with pytest.raises(SourceError):
        provider.ask_url(ASKING, state="s")


def test_the_hubs_secret_is_shown_by_basic(identity):
    provider = Provider(identity.issuer, client_id="hub", client_secret="a b", outbound=OUTBOUND)
    identity.authorization = "Basic aHViOmElMjBi"
    url = urlsplit(provider.ask_url(ASKING, state="s"))
    identity.asked["c"] = {n: v[0] for n, v in parse_qs(url.query).items()}
    assert provider.subject("c", ASKING, AT).endswith("#hanako")


def test_settings_name_it(tmp_path):
    home = Home(tmp_path)
    assert Provider.of(home) is None
    home.settings_file.write_text('[access]\noidc_issuer = "https://id.example"\n')
    with pytest.raises(ConfigError, match="client_id"):
        Provider.of(Home(tmp_path))
    home.settings_file.write_text(
        '[access]\noidc_issuer = "https://id.example"\noidc_client_id = "hub"\n'
    )
    secret = tmp_path / "secrets" / "oidc"
    secret.parent.mkdir()
    secret.write_text("secret\n")
    secret.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        Provider.of(Home(tmp_path))
    secret.chmod(0o600)
    assert Provider.of(Home(tmp_path)) is not None
