"""Lists as octets, what they should say, and the programs that read them."""

import subprocess

import pytest

from noroshi.relay.share import FORMATS, Edition
from noroshi.testing.daemons import program
from noroshi.testing.findings import HOUR


@pytest.fixture
def edition():
    return Edition(producer="Example ISP", at=HOUR.end, sequence=7)


@pytest.fixture(scope="session")
def write():
    """Writes a list into a file, and gives what the format says of it, each thing once."""

    def written(name, indicators, path):
        form = FORMATS[name]
        at = Edition(producer='Example "ISP"; {\n', at=HOUR.end, sequence=7)
        path.write_bytes(b"".join(form.render(indicators, at)))
        return {
            one.subject
            for one in indicators
            if form.lists(one, at.at) and form.can_say(one.subject)
        }

    return written


@pytest.fixture(scope="session")
def run():
    """Runs a real consumer; skips where it is not installed."""

    def ran(name, *arguments, cwd=None):
        path = program(name)
        if path is None:
            pytest.skip(f"{name} is not installed here; the Makefile names its package")
        done = subprocess.run(
            [path, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd
        )
        return done.returncode, done.stdout + done.stderr

    return ran
