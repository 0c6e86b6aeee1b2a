"""Nothing that a page tries leads to an inner address, to a file, or to a key pressed for it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from noroshi.sites.visit.confine import program
from noroshi.sites.visit.profile import Engine
from noroshi.spine.model import ConfigError

from .escape_pages import ANSWERS, FILES, FORBIDDEN, PAGES, REDIRECTS

DOCS = Path(__file__).parents[2] / "docs"
TRICKS = (*PAGES, *REDIRECTS, *ANSWERS, *FILES, *FORBIDDEN)
NEEDED = ("unshare", "ip", "tcpdump", "sysctl", "setpriv")


@pytest.fixture(scope="module")
def told():
    """What the range printed."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if os.geteuid() != 0 or missing:
        pytest.skip(f"needs root for a network namespace, and {', '.join(missing) or 'no more'}")
    try:
        program(Engine.SHELL)
    except ConfigError as error:
        pytest.skip(str(error))
    script = Path(__file__).with_name("escape_range.py")
    try:
        with TemporaryDirectory(prefix="noroshi-escape-") as folder:
            Path(folder).chmod(0o755)  # the browser's account has its directory below
            run = subprocess.run(
                ["unshare", "-n", sys.executable, str(script), folder],
                capture_output=True,
                text=True,
                timeout=600,
                check=False,
            )
    except OSError as error:
        pytest.skip(f"no network namespace can be made here: {error}")
    if "Operation not permitted" in run.stderr and not run.stdout:
        pytest.skip("no network namespace can be made here")
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout)


@pytest.mark.slow
def test_no_trick_gets_out(told):
    assert len(set(TRICKS)) >= 30
    assert told["control"], "the capture must see a packet that does leave"
    assert told["packets"] == []
    assert told["met"] == []
    assert told["typed"] == []
    assert told["leftovers"] == []
    assert told["scratch"] == []
    assert told["quarantine"] > 0
    served = {*PAGES, *REDIRECTS, *ANSWERS, *FILES}
    assert {trick for trick in served if f"/{trick}" in told["asked"]} == served
    assert not [name for name, outcome in told["outcomes"].items() if "Traceback" in outcome]


@pytest.mark.parametrize("language", ["", "ja"])
def test_the_page_of_guarded_visits_names_each_trick(language):
    page = DOCS / language / "explanation" / "guarded-visits.md"
    told = page.read_text(encoding="utf-8")
    assert [trick for trick in TRICKS if f"`{trick}`" not in told] == []
    assert f" {len(set(TRICKS))} " in told
