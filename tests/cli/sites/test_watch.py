"""`noroshi sites watch`: sources are read once, or until somebody ends it."""

import json
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.watch import watch
from noroshi.spine.model import ConfigError, SourceError
from noroshi.testing.sources import Document, web


@pytest.fixture
def run(tmp_path):
    home = tmp_path / "home"
    home.mkdir()

    def run(text, *options):
        (home / "noroshi.toml").write_text(text)
        return CliRunner().invoke(watch, options, obj={"home": home, "verbose": False})

    return run


def block(name, url, kind="openphish"):
    return f'[[watch]]\nname = "{name}"\nkind = "{kind}"\nurl = "{url}"\nquery = "q"\nevery_s = 5\nallow = ["127.0.0.0/8"]\n'


def test_what_is_new_is_read_once(run):
    with web(Document(b"http://a.example/\n\nnot a url\n")) as url:
        told = json.loads(run(block("a", url), "--once", "--json").stdout)
        assert (told["source"], told["read"], told["kept"], told["error"]) == ("a", 2, 1, "")
        assert "1 read" not in run(block("a", url), "--once").stdout


def test_a_source_that_fails_is_told_behind_the_others(run):
    with web(Document(b"http://a.example/\n")) as url:
        done = run(block("bad", "http://127.0.0.1:9") + block("good", url), "--once")
    assert isinstance(done.exception, SourceError)
    assert "good: 1 read, 1 new" in done.stdout
    assert "bad:" in done.stderr


def test_a_stream_cannot_be_read_once(run):
    assert isinstance(
        run(block("s", "https://a.example", "bluesky"), "--once").exception, ConfigError
    )


def test_watching_ends_in_order_when_it_is_told_to(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    document = Document(b"http://a.example/\n")
    with web(document) as url:
        (home / "noroshi.toml").write_text(block("a", url))
        command = [sys.executable, "-m", "noroshi", "--home", str(home), "sites", "watch"]
        with subprocess.Popen(command) as running:
            assert document.asked.wait(60)
            running.send_signal(signal.SIGTERM)
            assert running.wait(60) == 0
