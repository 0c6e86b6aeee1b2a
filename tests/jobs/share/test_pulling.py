"""Pulling: from real peers on loopback: medallion as the TAXII server, a MISP feed, a plain list."""

import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import medallion
import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from noroshi.jobs.share.pulling import chosen_peers, pull
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store
from noroshi.spine.store.contributions import Contributions

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = timedelta(days=1)
COLLECTION = "c0000000-0000-4000-8000-000000000001"
ALLOW = 'allow = ["127.0.0.0/8"]'


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


@pytest.fixture
def database(home):
    with Store.open(home.state_file) as store:
        yield store.database


def settle(home, text):
    home.settings_file.write_text(text, encoding="utf-8")
    return chosen_peers(Home(home.path), [])[0]


def indicator(number, **more):
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--00000000-0000-4000-8000-{number:012}",
        "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-01-01T00:00:00.000Z",
        "name": "beacon",
        "pattern": f"[ipv4-addr:value = '203.0.113.{number}']",
        "pattern_type": "stix",
        "valid_from": "2026-01-01T00:00:00Z",
    } | more


class Quiet(WSGIRequestHandler):
    def log(self, *args):
        pass


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def medal(tmp_path):
    """A medallion with one collection; gives its url and what puts objects into it."""
    data = {
        "/discovery": {"title": "peer", "default": "/root/", "api_roots": ["/root/"]},
        "root": {
            "information": {
                "title": "root",
                "versions": ["application/taxii+json;version=2.1"],
                "max_content_length": 1_000_000,
            },
            "status": [],
            "collections": [
                {
                    "id": COLLECTION,
                    "title": "list",
                    "can_read": True,
                    "can_write": True,
                    "media_types": ["application/stix+json;version=2.1"],
                    "objects": [],
                    "manifest": [],
                }
            ],
        },
    }
    file = tmp_path / "medallion.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    app = medallion.application_instance
    if not app.blueprints:
        medallion.register_blueprints(app)
    medallion.set_config(app, "users", {"users": {"us": "word"}})
    medallion.set_config(app, "taxii", {"taxii": {"max_page_size": 4}})
    backend = {
        "module": "medallion.backends.memory_backend",
        "module_class": "MemoryBackend",
        "filename": str(file),
    }
    medallion.set_config(app, "backend", {"backend": backend})

    def put(*objects):
        app.medallion_backend.add_objects(
            "root", COLLECTION, {"objects": list(objects)}, datetime.now(UTC)
        )

    with running(make_server("127.0.0.1", 0, app, request_handler=Quiet)) as server:
        yield f"http://127.0.0.1:{server.port}/root/", put


def taxii_settings(home, url, **more):
    secret = home.pseudonym_key_file.parent / "peer"
    secret.write_text("word\n", encoding="utf-8")
    secret.chmod(0o600)
    lines = {"collection": COLLECTION, "user": "us", "secret": "peer"} | more
    told = "\n".join(f'{name} = "{value}"' for name, value in lines.items())
    return settle(
        home, f'[[peers]]\nname = "peer"\nkind = "taxii"\nurl = "{url}"\n{told}\n{ALLOW}\n'
    )


def held(database):
    return sorted(one.subject.value for one in Contributions(database).of_peers())


def test_a_taxii_server_is_read_page_by_page(home, database, medal):
    url, put = medal
    put(*(indicator(number) for number in range(1, 12)), indicator(99, pattern="[file:name='x']"))
    done = pull(home, database, taxii_settings(home, url), AT)
    assert done.error == ""
    assert (done.new, done.held) == (11, 11)
    assert done.refused == {"other-observable": 1}
    assert held(database)[0] == "203.0.113.1"


def test_the_next_pull_reads_what_is_new_only(home, database, medal):
    url, put = medal
    settings = taxii_settings(home, url)
    put(*(indicator(number) for number in range(1, 4)))
    pull(home, database, settings, AT)
    put(indicator(9))
    gone = {"revoked": True, "modified": "2026-01-02T00:00:00.000Z"}
    put(indicator(2, **gone))
    done = pull(home, database, settings, AT + DAY)
    assert (done.new, done.withdrawn) == (1, 1)
    assert held(database) == ["203.0.113.1", "203.0.113.3", "203.0.113.9"]
    assert pull(home, database, settings, AT + 2 * DAY).new == 0


def test_a_wrong_secret_says_so_and_keeps_what_was_there(home, database, medal):
    url, _ = medal
    settings = taxii_settings(home, url, user="other")
    assert "secret" in pull(home, database, settings, AT).error


def test_a_peer_on_an_inner_address_is_refused_unless_allowed(home, database, medal):
    url, _ = medal
    settings = taxii_settings(home, url).model_copy(update={"allow": ()})
    assert "no global address" in pull(home, database, settings, AT).error


def test_a_url_that_is_no_taxii_server_says_so(home, database, folder):
    path, url = folder
    place = path / "collections" / COLLECTION / "objects"
    place.mkdir(parents=True)
    (place / "index.html").write_text("hello", encoding="utf-8")
    assert "TAXII 2.1 API root" in pull(home, database, taxii_settings(home, url), AT).error


class Files(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def folder(tmp_path):
    """A web server of a folder."""
    path = tmp_path / "web"
    path.mkdir()

    def serve(*args):
        return Files(*args, directory=str(path))

    with running(ThreadingHTTPServer(("127.0.0.1", 0), serve)) as server:
        yield path, f"http://127.0.0.1:{server.server_port}"


def attribute(kind, value, **more):
    return {"uuid": str(uuid4()), "type": kind, "value": value, "to_ids": True} | more


def write_event(path, manifest, timestamp, *attributes, name=None):
    name = name or str(uuid4())
    event = {"Event": {"uuid": name, "info": "campaign", "Attribute": attributes}}
    (path / f"{name}.json").write_text(json.dumps(event), encoding="utf-8")
    manifest[name] = {"timestamp": str(timestamp)}
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return name


def test_a_misp_feed_is_read_by_changed_events(home, database, folder):
    path, url = folder
    settings = settle(home, f'[[peers]]\nname = "m"\nkind = "misp"\nurl = "{url}"\n{ALLOW}\n')
    manifest = {"../../etc/passwd": {"timestamp": "1"}}
    one = attribute("ip-dst|port", "203.0.113.1|443")
    first = write_event(
        path,
        manifest,
        100,
        one,
        attribute("domain", "C2.example"),
        attribute("url", "http://c2.example/gate"),
        attribute("md5", "0" * 32),
        attribute("ip-dst", "203.0.113.7", to_ids=False),
        attribute("ip-dst", "999.0.0.1"),
    )
    done = pull(home, database, settings, AT)
    assert done.error == ""
    assert done.refused == {"other-type": 1, "not-for-detection": 1, "bad-value": 1}
    assert held(database) == ["203.0.113.1:443/tcp", "c2.example", "http://c2.example/gate"]
    write_event(path, manifest, 100, one | {"deleted": True}, name=first)
    write_event(path, manifest, 200, attribute("ip-src", "2001:db8::1"))
    done = pull(home, database, settings, AT + DAY)
    assert (done.new, done.withdrawn) == (1, 1)


def test_a_list_is_taken_whole_and_what_it_drops_is_taken_back(home, database, folder):
    path, url = folder
    text = f'[[peers]]\nname = "l"\nkind = "list"\nurl = "{url}/list.txt"\n{ALLOW}\n'
    settings = settle(home, text)
    (path / "list.txt").write_text("203.0.113.1\n203.0.113.2:8443\nnonsense\n", encoding="utf-8")
    done = pull(home, database, settings, AT)
    assert (done.new, done.refused) == (2, {"no-address": 1})
    unchanged = pull(home, database, settings, AT + DAY)
    assert (unchanged.new, unchanged.renewed, unchanged.held) == (0, 0, 2)
    (path / "list.txt").write_text("203.0.113.2:8443\n198.51.100.0/24\n", encoding="utf-8")
    moved = settings.model_copy(update={"url": f"{url}/list.txt?v=2"})
    done = pull(home, database, moved, AT + 2 * DAY)
    assert (done.new, done.renewed, done.withdrawn, done.held) == (1, 1, 1, 2)


def test_a_list_that_is_suddenly_empty_takes_nothing_back(home, database, folder):
    path, url = folder
    settings = settle(
        home, f'[[peers]]\nname = "l"\nkind = "list"\nurl = "{url}/list.txt"\n{ALLOW}\n'
    )
    (path / "list.txt").write_text("203.0.113.1\n", encoding="utf-8")
    pull(home, database, settings, AT)
    (path / "list.txt").write_text("<html>down for maintenance</html>\n", encoding="utf-8")
    done = pull(home, database, settings.model_copy(update={"url": f"{url}/list.txt?"}), AT + DAY)
    assert "no address" in done.error
    assert done.held == 1


def test_peers_are_chosen_by_name(home):
    with pytest.raises(ConfigError, match="no peers"):
        chosen_peers(home, [])
    settle(home, '[[peers]]\nname = "l"\nkind = "list"\nurl = "https://l.example/x"\n')
    fresh = Home(home.path)
    assert [peer.name for peer in chosen_peers(fresh, ["l"])] == ["l"]
    with pytest.raises(ConfigError, match="no peer x"):
        chosen_peers(fresh, ["x"])
