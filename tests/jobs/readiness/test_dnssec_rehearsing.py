"""A query log against a real resolver: who would fail, and for how many."""

from contextlib import closing
from dataclasses import replace

import pytest

from noroshi.jobs.readiness import dnssec_rehearsing as module
from noroshi.jobs.readiness.dnssec_rehearsing import Asking, rehearsal_of, rehearse, summary
from noroshi.readiness.dnssec.rehearsal import Rehearsal
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SourceError

ASKED = [
    ("192.0.2.1", "www.good.test"), ("192.0.2.2", "www.good.test"), ("192.0.2.1", "www.tampered.test"),
    ("192.0.2.2", "WWW.tampered.test"), ("192.0.2.2", "www.tampered.test"), ("192.0.2.3", "www.wrong-ds.test"),
    ("192.0.2.3", "www.plain.test"), ("192.0.2.4", "turn.loop.test"),
]  # fmt: skip


@pytest.fixture
def asking(signed_world, signed_resolver, tmp_path):
    log = tmp_path / "queries.log"
    lines = [f"info: {client} {name}. A IN\n" for client, name in ASKED]
    log.write_text("".join([*lines, "noise\n", "info: 192.0.2.9 x.test. ANY IN\n", "info: 192.0.2.9 www.good.test. NONE IN\n"]))  # fmt: skip
    place = f"127.0.0.1:{signed_resolver}"
    return Asking(log=log, resolver=place, anchor=signed_world.anchor, rate=1_000)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def test_failing_names_are_ranked_by_their_users(asking, home, signed_world):
    ticks = []
    path = rehearse(asking, home, now=signed_world.now, progress=lambda *tick: ticks.append(tick))
    with closing(Rehearsal(path)) as book:
        found = [
            (one.question.name, one.users, one.asked, one.verdict.ede) for one in book.broken()
        ]
        told = summary(book).as_dict()
    assert found == [("www.tampered.test", 2, 3, 6), ("www.wrong-ds.test", 1, 1, 9)]
    assert told["names"] == {"secure": 1, "bogus": 2, "insecure": 1, "indeterminate": 2}
    assert (told["users"], told["users_hit"], told["lines"], told["refused"]) == (5, 3, 11, 2)
    assert ticks[-1] == (6, 6)


def test_no_client_is_kept(asking, home, signed_world):
    path = rehearse(asking, home, now=signed_world.now)
    kept = b"".join(one.read_bytes() for one in home.path.rglob("*") if one.is_file())
    assert path.exists()
    assert b"192.0.2." not in kept


def test_a_stopped_run_goes_on(asking, home, signed_world, monkeypatch):
    def stop(done, _):
        if done == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(module, "KEPT_EACH", 1)
    with pytest.raises(KeyboardInterrupt):
        rehearse(asking, home, now=signed_world.now, progress=stop)
    ticks = []
    rehearse(asking, home, now=signed_world.now, progress=lambda *tick: ticks.append(tick))
    assert ticks[-1] == (3, 3)


def test_the_latest_is_found(asking, home, signed_world):
    with pytest.raises(ConfigError, match="rehearse"), rehearsal_of(home):
        pass
    path = rehearse(asking, home, now=signed_world.now)
    with rehearsal_of(home) as book:
        assert book.path == path


def test_a_silent_resolver_is_told(asking, home, monkeypatch):
    monkeypatch.setattr("noroshi.spine.net.dns_server.TRIES", 1)
    silent = replace(asking, resolver="127.0.0.1:1")
    with pytest.raises(SourceError, match="does not answer"):
        rehearse(silent, home, now=0)


def test_a_rate_of_nothing_is_refused(tmp_path):
    with pytest.raises(ConfigError):
        Asking(log=tmp_path, resolver="192.0.2.1", rate=0)
