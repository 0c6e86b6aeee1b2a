"""`noroshi readiness rpki serve`: who may connect, what is told, and an end by interrupt."""

import json
import signal
from threading import Event

import pytest
from click.testing import CliRunner

from noroshi.cli import until_told
from noroshi.cli.main import cli
from noroshi.cli.readiness.rpki.serve import _serving, place_text
from noroshi.spine.model import ConfigError
from noroshi.spine.net.listen import Endpoint


@pytest.fixture
def run(tmp_path, monkeypatch):
    class Stop(Event):
        looks = 0

        def wait(self, timeout=None):
            self.looks += 1
            if self.looks == 2:
                signal.raise_signal(signal.SIGINT)
            return self.is_set()

    monkeypatch.setattr(until_told, "Event", Stop)
    file = tmp_path / "vrps.csv"
    file.write_text("ASN,IP Prefix,Max Length\nAS64500,192.0.2.0/24,24\n")

    def run_(*options):
        words = [
            "--home",
            tmp_path / "home",
            "readiness",
            "rpki",
            "serve",
            "--vrps",
            file,
            "--listen",
            "127.0.0.1:0",
        ]
        return CliRunner().invoke(
            cli, [str(word) for word in (*words, *options)], env={"LC_ALL": "C"}
        )

    return run_


def test_each_change_is_told_once(run):
    result = run()
    assert result.stdout == "1 VRPs are served, serial 0\n"
    assert "RTR on 127.0.0.1:" in result.stderr


def test_machine_output_has_an_object_a_change(run, tmp_path):
    (tmp_path / "vrps.csv").write_text("nonsense")
    [row] = [json.loads(line) for line in run("--json").stdout.splitlines()]
    assert (row["outcome"], row["code"], row["vrps"]) == ("kept", "unreadable", 0)


def test_people_read_why_the_last_set_stays(run, tmp_path):
    (tmp_path / "vrps.csv").write_text("nonsense")
    assert "unreadable: The source cannot be read" in run().stdout


OPTIONS = {"vrps": "x", "loss": 2, "refresh": 3600, "retry": 600, "expire": 7200, "every": 60}


def test_beyond_loopback_somebody_must_be_named():
    with pytest.raises(ConfigError, match="say with --router"):
        _serving({**OPTIONS, "places": ("192.0.2.1:3323",), "routers": ()})


def test_only_named_routers_may_connect():
    serving = _serving({**OPTIONS, "places": ("192.0.2.1:3323",), "routers": ("192.0.2.0/28",)})
    assert [serving.allowed(a) for a in ("192.0.2.9", "192.0.2.99", "2001:db8::1")] == [
        True,
        False,
        False,
    ]
    assert not _serving({**OPTIONS, "places": (), "routers": ()}).allowed("192.0.2.9")


def test_places_are_told_without_transport():
    assert place_text(Endpoint.parse("tcp://127.0.0.1:323")) == "127.0.0.1:323"
