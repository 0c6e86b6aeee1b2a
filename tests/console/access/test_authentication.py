"""Authentication: a cookie or a token names who asks; no password is hashed for it."""

from base64 import b64encode

import pytest

from noroshi.console.access import passwords as module
from noroshi.spine.model import Right
from noroshi.testing.members import DAY, make_account


@pytest.fixture
def token(site):
    maker = make_account("analyst")
    secret, _ = site.desk.tokens.issue(
        maker, label="t", rights=[Right.READ_COLLECTION], at=site.now, expires_at=site.now + DAY
    )
    return secret


def basic(secret):
    return "Basic " + b64encode(f"any:{secret}".encode()).decode()


def status(site, path="/metrics", **headers):
    with site.browser(Accept="application/json", **headers) as client:
        return client.get(path).status_code


@pytest.mark.parametrize("shown", ["Bearer {}", "bearer {}"])
def test_a_token_is_taken_as_bearer(site, token, shown):
    assert status(site, Authorization=shown.format(token)) == 200


def test_a_token_is_taken_as_the_password_of_basic(site, token):
    assert status(site, Authorization=basic(token)) == 200


@pytest.mark.parametrize("header", ["Bearer nrs_wrong", "Basic !!!", "Digest x", "", "Bearer"])
def test_what_is_no_token_is_nobody(site, header):
    assert status(site, Authorization=header) == 401
    assert status(site, "/log-in", Authorization=header) == 200


def test_a_revoked_token_is_nobody_at_once(site, token):
    assert status(site, Authorization=f"Bearer {token}") == 200
    site.desk.tokens.revoke(site.desk.tokens.all()[0].id, site.now)
    assert status(site, Authorization=f"Bearer {token}") == 401


def test_a_wrong_token_is_not_helped_by_a_cookie(site):
    with site.logged_in("analyst", Authorization="Bearer nrs_wrong", Accept="*/*") as client:
        assert client.get("/account").status_code == 401


def test_a_session_that_ended_is_nobody(site):
    with site.logged_in(Accept="application/json") as client:
        assert client.get("/account").status_code == 200
        site.now += DAY
        assert client.get("/account").status_code == 401


def test_no_request_hashes_a_password(site, token, monkeypatch):
    def fail(*_):
        raise AssertionError("argon2 in the path of a request")

    monkeypatch.setattr(module.Passwords, "check", fail)
    monkeypatch.setattr(module.Passwords, "hash", fail)
    assert status(site, Authorization=f"Bearer {token}") == 200
    with site.logged_in() as client:
        assert client.get("/account").status_code == 200


def test_a_header_of_a_proxy_is_no_proof_of_a_client_certificate(site):
    shown = {"X-SSL-Client-Verify": "SUCCESS", "X-Forwarded-User": "alpha-coordinator"}
    assert status(site, "/account", **shown, **{"Remote-User": "alpha-coordinator"}) == 401
