"""`noroshi up`: one command, and the hub answers."""

import http.client
import json
import signal
import socket
import subprocess
import sys
import time

import pytest

from noroshi.cli.up import address_of, parts_of
from noroshi.spine.home import Home, HubSettings


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def get(port, path):
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("nobody answered")


def test_a_first_run_answers_gives_a_link_reloads_and_ends(tmp_path, port):
    home = Home(tmp_path / "home")
    command = [sys.executable, "-m", "noroshi", "--home", str(home.path), "up", "--json",
               "--listen", f"127.0.0.1:{port}"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as up:
        try:
            told = json.loads(up.stdout.readline())
            assert told["url"] == f"http://127.0.0.1:{port}"
            assert get(port, "/readyz") == (200, "ready\n")
            path = told["first_link"].removeprefix(told["url"])
            assert get(port, path)[0] == 200
            up.send_signal(signal.SIGHUP)
            assert get(port, "/healthz") == (200, "ok\n")
        finally:
            up.send_signal(signal.SIGTERM)
            _, err = up.communicate(timeout=60)
    assert up.returncode == 0, err.decode()
    audit = home.audit_file.read_text()
    assert audit.count("hub.start") == audit.count("hub.stop") == 1


def test_a_taken_place_is_told_with_3(noroshi):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = noroshi("up", "--listen", f"127.0.0.1:{taken.getsockname()[1]}")
    assert done.returncode == 3
    assert "taken by another program" in done.stderr


def test_a_wrong_place_is_told_with_2(noroshi):
    done = noroshi("up", "--listen", "everywhere")
    assert done.returncode == 2
    assert "hub.listen" in done.stderr


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({}, "http://127.0.0.1:8600"),
        ({"listen": "0.0.0.0:80"}, "http://127.0.0.1:80"),
        ({"listen": "[::]:443", "tls_certificate": "c"}, "https://[::1]:443"),
        ({"public_url": "https://hub.example"}, "https://hub.example"),
    ],
)
def test_people_are_told_a_place_they_can_open(settings, url):
    assert address_of(HubSettings(**settings)) == url


def test_a_zone_that_is_set_is_fed_beside_console_and_jobs(tmp_path, monkeypatch):
    names = [part.name for part in parts_of(Home(tmp_path), jobs=True)]
    monkeypatch.setenv("NOROSHI__ZONE__NAME", "rpz.example")
    more = parts_of(Home(tmp_path), jobs=True)
    assert [part.name for part in more] == [*names, "the zone feeder"]
    assert more[-1].command[-3:] == ("share", "feed", "--follow")
    assert len(parts_of(Home(tmp_path), jobs=False)) == 1


def test_harmful_pages_are_followed_where_that_is_set(tmp_path, monkeypatch):
    monkeypatch.setenv("NOROSHI__SITES__FOLLOW", "true")
    last = parts_of(Home(tmp_path), jobs=True)[-1]
    assert (last.name, last.command[-2:]) == ("the follower", ("sites", "follow"))
