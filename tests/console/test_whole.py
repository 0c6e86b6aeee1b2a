"""Whole: every part is behind the one door."""

from litestar.testing import TestClient

from noroshi.console.whole import ROUTES, whole_app


def test_every_part_answers(hub):
    assert ROUTES
    with TestClient(whole_app(hub)) as client:
        assert client.get("/log-in").status_code == 200
        assert client.get("/static/console.css").status_code == 200
        assert client.get("/healthz").status_code == 200
