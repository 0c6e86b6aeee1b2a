"""`noroshi sites takedown`: drafts are written, nothing is sent."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.takedown import takedown
from noroshi.spine.home import Home
from noroshi.spine.model import InputError, SourceError
from noroshi.spine.store import Database
from noroshi.testing.followed_pages import URL, FollowedHome


@pytest.fixture
def run(tmp_path):
    home = Home(tmp_path / "home").create()
    with Database.open(home.state) as database:
        FollowedHome(home, database).add()
    given = {"home": home.path, "verbose": False}
    return lambda *options: CliRunner().invoke(takedown, options, obj=given)


def test_drafts_are_written_where_they_are_wanted(run, tmp_path):
    out = tmp_path / "drafts"
    done = run(URL, "--json", "--out", str(out), "--contact", "hosting=abuse@host.example")
    row = json.loads(done.stdout)
    assert sorted(row["files"]) == sorted(path.name for path in out.iterdir())
    assert row["contacts"] == [{"role": "hosting", "mail": "abuse@host.example", "source": "given"}]


def test_people_are_told_what_is_missing(run):
    told = run(URL).stdout
    assert "nothing was sent" in told
    assert "No contact is known" in told


def test_wrong_contacts_are_refused_before_anything_is_written(run):
    assert isinstance(run(URL, "--contact", "boss=x@y.example").exception, InputError)


def test_a_registry_on_one_s_own_network_is_asked_only_where_that_is_allowed(run):
    refused = run(URL, "--rdap-server", "http://127.0.0.1:9/").exception
    assert isinstance(refused, InputError)
    assert "no global address" in str(refused)
    allowed = run(URL, "--rdap-server", "http://127.0.0.1:9/", "--rdap-allow", "127.0.0.0/8")
    assert isinstance(allowed.exception, SourceError)
