"""VRP source: files, standard input and running caches."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.jobs.readiness.serving_vrps import Serving, VrpService
from noroshi.readiness.rpki.judge.guard import GuardLimits
from noroshi.readiness.rpki.rtr.pdu import Timing
from noroshi.spine.home import Home
from noroshi.spine.model import SourceError
from noroshi.spine.net.listen import Endpoint
from noroshi.spine.net.talk import TalkLimits
from noroshi.testing.daemons import free_port

VRPS = "ASN,IP Prefix,Max Length\nAS64500,192.0.2.0/24,24\n"


@pytest.fixture
def run(tmp_path):
    (tmp_path / "vrps.csv").write_text(VRPS)
    (tmp_path / "routes.csv").write_text("prefix,origin\n192.0.2.0/24,64500\n192.0.2.0/24,64501\n")

    def run_(source, **more):
        words = ["readiness", "rpki", "validate", "--json", "--vrps", source]
        words += ["--routes", tmp_path / "routes.csv"]
        return CliRunner().invoke(cli, [str(word) for word in words], **more)

    return run_


def states(result):
    return [json.loads(line)["state"] for line in result.stdout.splitlines()]


def test_a_running_cache_gives_the_verdicts_of_its_file(run, tmp_path):
    service = VrpService(
        Home(tmp_path / "home").create(),
        Serving(
            source=str(tmp_path / "vrps.csv"),
            listen=[Endpoint.parse("tcp://127.0.0.1:0")],
            guard=GuardLimits(),
            timing=Timing(),
            limits=TalkLimits(),
            allowed=lambda address: True,
        ),
    )
    service.start()
    try:
        service.refresh()
        found = states(run(f"rtr://{str(service.endpoints[0]).removeprefix('tcp://')}"))
    finally:
        service.stop()
    assert found == states(run(tmp_path / "vrps.csv")) == ["valid", "invalid"]


def test_standard_input_is_a_file_for_the_time_being(run):
    assert states(run("-", input=VRPS)) == ["valid", "invalid"]


def test_a_cache_that_is_down_and_a_file_that_is_missing_are_told(run):
    assert isinstance(run(f"rtr://127.0.0.1:{free_port()}").exception, SourceError)
    assert run("no-such-file").exit_code == 2
