"""`noroshi jobs work` runs what is due until it is asked to end."""

import json
import signal
import subprocess
import sys


def test_it_works_until_sigterm_and_a_second_one_waits(tmp_path):
    command = [
        sys.executable,
        "-m",
        "noroshi",
        "--home",
        str(tmp_path / "home"),
        "jobs",
        "work",
        "--json",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as first:
        assert json.loads(first.stdout.readline()) == {"started": "list-publish"}
        with subprocess.Popen(command, stdout=subprocess.PIPE) as second:
            try:
                lock = (tmp_path / "home" / "jobs.lock").read_text()
                assert lock == f"{first.pid}\n"
                first.send_signal(signal.SIGHUP)
                first.send_signal(signal.SIGTERM)
                assert first.wait(30) == 0
                assert json.loads(second.stdout.readline())["started"]
            finally:
                second.terminate()
            assert second.wait(30) == 0
