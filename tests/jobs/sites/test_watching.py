"""Watchers keep what they read with their cursor, and go on where they ended."""

import json

import pytest

from noroshi.jobs.sites.watching import Watching, chosen_watchers, keep_watching
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, Contribution, Subject, SubjectKind
from noroshi.spine.store import Database
from noroshi.spine.store.contributions import Contributions
from noroshi.spine.store.site_reports import SiteReports
from noroshi.spine.store.site_sources import SiteSources
from noroshi.testing.findings import MADE_AT
from noroshi.testing.sources import Document, MadeLog, as_json, stream, web


@pytest.fixture
def made(tmp_path):
    """Makes the watching of one source of the settings."""
    home = Home(tmp_path / "home").create()
    with Database.open(home.state) as database:

        def make(text, stop=lambda: False, **sites):
            told = "".join(f"{key} = {json.dumps(value)}\n" for key, value in sites.items())
            home.settings_file.write_text(f'[sites]\n{told}[[watch]]\nname = "made"\n{text}\n')
            fresh = Home(home.path)
            (own,) = chosen_watchers(fresh, ["made"])
            return Watching(
                home=fresh, database=database, settings=own, clock=lambda: MADE_AT, stop=stop
            )

        yield make


def at(url, kind, more=""):
    return f'kind = "{kind}"\nurl = "{url}"\nallow = ["127.0.0.0/8"]\n{more}'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("openphish", b"http://a.example/\nhttp://b.example/\n"),
        ("phishtank", b"phish_id,url\n1,http://a.example/\n2,http://b.example/\n"),
        ("urlhaus", b'"1","d","http://a.example/"\n"2","d","http://b.example/"\n'),
        ("domains", b"mybank-a.example\nmybank-b.example\nweather.example\n"),
        ("rss", b"<rss version='2.0'><channel><item><title>http://a.example/</title></item><item><title>http://b.example/</title></item></channel></rss>"),
    ],
)  # fmt: skip
def test_a_document_is_read_once(made, kind, body):
    with web(Document(body)) as url:
        watching = made(at(url, kind), brands=["mybank"])
        first, again = watching.read(), watching.read()
    assert (first.kept, first.queued, first.error) == (2, 2, "")
    assert (again.read, again.kept) == (0, 0)


def test_rows_that_are_there_already_are_not_doubled(made):
    document = Document(b"http://a.example/\n")
    with web(document) as url:
        watching = made(at(url, "openphish"))
        watching.read()
        document.body = b"http://b.example/\nhttp://a.example/\n"
        done = watching.read()
    assert (done.kept, done.known) == (1, 1)


@pytest.mark.parametrize("kind", ["ct-tiles", "ct-log"])
def test_a_log_is_read_from_its_present_end(made, kind):
    log = MadeLog()
    log.add("old.mybank.example")
    with web(log.tiles if kind == "ct-tiles" else log.answers) as url:
        watching = made(at(url, kind, f'key = "{log.public_key}"'), brands=["mybank"])
        assert watching.read().kept == 0
        log.add("new.mybank.example")
        assert watching.read().kept == 1


def test_x_is_read_within_its_budget(made):
    page = {"data": [{"id": str(n), "text": f"http://h{n}.example/"} for n in range(12)], "meta": {"newest_id": "11"}}  # fmt: skip
    with web(lambda _: as_json(page)) as url:
        watching = made(at(url, "x", 'query = "q"\nper_day = 20'))
        assert watching.read().kept == 12
        assert "spent its budget" in watching.read().error
    (day,) = SiteSources(watching.database).days(MADE_AT)
    assert (day.read, day.kept) == (12, 12)


@pytest.mark.parametrize("kind", ["mastodon", "misskey", "bluesky"])
def test_a_stream_is_kept_up_to_its_end(made, kind):
    messages = {
        "mastodon": {"event": "update", "payload": json.dumps({"id": "1", "content": "http://a.example/"})},
        "misskey": {"body": {"id": "noroshi", "type": "note", "body": {"id": "a1", "text": "http://a.example/"}}},
        "bluesky": {"time_us": 9, "did": "d", "commit": {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "r", "record": {"text": "sms http://a.example/"}}},
    }  # fmt: skip

    def speak(connection):
        if kind != "bluesky":
            connection.recv()
        connection.send(json.dumps(messages[kind]))

    with stream(speak) as url:
        done = made(at(url, kind, 'query = "sms"')).read()
    assert done.kept == 1
    assert "ended the connection" in done.error


def test_a_message_is_deleted_when_it_is_kept_and_put_aside_when_it_cannot_be_read(made):
    watching = made('kind = "mail"\nurl = "drop"')
    folder = watching.home.path / "drop"
    with pytest.raises(ConfigError, match="make it"):
        watching.read()
    folder.mkdir()
    (folder / "a.eml").write_bytes(b"Subject: x\n\nhttp://a.example/\n")
    (folder / "b.eml").write_bytes(b"")
    done = watching.read()
    assert (done.kept, done.refused) == (1, {"no-mail": 1})
    assert [path.name for path in folder.iterdir()] == ["refused"]


def test_a_message_that_was_kept_before_a_crash_counts_once(made):
    watching = made('kind = "mail"\nurl = "drop"')
    folder = watching.home.path / "drop"
    folder.mkdir()
    for _ in range(2):
        (folder / "a.eml").write_bytes(b"Subject: x\n\nhttp://a.example/\n")
        watching.read()
    assert SiteReports(watching.database).count() == 1


def test_urls_of_peers_are_taken_once(made):
    watching = made('kind = "peers"')
    Contributions(watching.database).take(
        [
            Contribution(
                subject=Subject(kind, value), kind="malicious-site", source="peer:a", label="x",
                confidence=50, submission_id="s", received_at=MADE_AT,
            )
            for kind, value in (
                (SubjectKind.URL, "http://a.example/"), (SubjectKind.DOMAIN, "b.example"), (SubjectKind.IP, "192.0.2.1"),
            )
        ]
    )  # fmt: skip
    assert watching.read().kept == 2
    assert watching.read().read == 0


def test_a_full_queue_stops_the_watcher_where_it_is(made):
    with web(Document(b"http://a.example/\nhttp://b.example/\n")) as url:
        done = made(at(url, "openphish"), most_waiting=1).read()
        assert "most_waiting" in done.error
        assert made(at(url, "openphish"), most_waiting=9).read().kept == 2


def test_what_is_not_watched_is_told(made):
    home = made('kind = "peers"').home
    with pytest.raises(ConfigError, match="choose of made"):
        chosen_watchers(home, ["other"])
    home.settings_file.write_text("")
    with pytest.raises(ConfigError, match="nothing to watch"):
        chosen_watchers(Home(home.path), [])


def test_failures_wait_longer_each_time():
    class Broken:
        def __init__(self):
            self.settings = type("S", (), {"name": "x", "kind": "rss", "every_s": 7})
            self.outcomes = iter(["bad", "bad", "", "bad"])

        def stop(self):
            return False

        def read(self):
            error = next(self.outcomes)
            return type("W", (), {"error": error, "kept": 0, "source": "x"})

    waits = []
    keep_watching(Broken(), lambda s: (waits.append(s), len(waits) == 4)[1], lambda: 0.0)
    assert waits == [2.5, 5.0, 7.0, 2.5]
