"""`noroshi users`: added with a link, appointed, shut out."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import InputError
from noroshi.spine.store import Database
from noroshi.spine.store.accounts import Accounts
from noroshi.testing.members import add_members

HANAKO = ("hanako", "--operator", "alpha", "--role", "analyst")


@pytest.fixture
def home(tmp_path):
    with Database.open(tmp_path / "state.db") as database:
        add_members(database, "alpha")
    return tmp_path


@pytest.fixture
def run(home):
    def call(*arguments):
        return CliRunner().invoke(cli, ["--home", str(home), "users", *arguments])

    return call


def test_a_person_gets_a_link_and_no_password(run, home):
    row = json.loads(run("add", *HANAKO, "--language", "ja", "--json").stdout)
    assert row["link"].startswith("http://127.0.0.1:8600/welcome/")
    assert (row["role"], row["language"]) == ("analyst", "ja")
    assert row["link"].rpartition("/")[2] not in (home / "audit.jsonl").read_text()
    with Database.open(home / "state.db") as database:
        assert Accounts(database).credentials(row["id"]).password_hash is None


def test_words_for_people_tell_what_to_do_with_the_link(run):
    told = run("add", *HANAKO).stdout
    assert "works once" in told
    assert "/welcome/" in told


def test_links_begin_with_the_public_url(run, home):
    (home / "noroshi.toml").write_text('[hub]\npublic_url = "https://hub.example"\n')
    assert "https://hub.example/welcome/" in run("invite", "alpha-reader").stdout


def test_a_person_is_appointed_disabled_and_enabled(run):
    assert json.loads(run("role", "alpha-reader", "analyst", "--json").stdout)["role"] == "analyst"
    assert json.loads(run("disable", "alpha-reader", "--json").stdout)["disabled_at"]
    assert isinstance(run("invite", "alpha-reader").exception, InputError)
    assert "(disabled)" in run("list").stdout
    assert json.loads(run("enable", "alpha-reader", "--json").stdout)["disabled_at"] is None


def test_a_lost_app_is_forgotten(run, home):
    with Database.open(home / "state.db") as database:
        Accounts(database).keep_totp("id-alpha-reader", "GEZDGNBVGY3TQOJQ")
        run("invite", "alpha-reader")
        assert Accounts(database).credentials("id-alpha-reader").totp_secret
        run("invite", "alpha-reader", "--without-codes")
        assert Accounts(database).credentials("id-alpha-reader").totp_secret is None


def test_a_subject_at_the_provider_is_linked(run, home):
    assert isinstance(run("add", *HANAKO, "--subject", "s1").exception, InputError)
    (home / "noroshi.toml").write_text('[access]\noidc_issuer = "https://id.example"\n')
    assert run("add", "jiro", *HANAKO[1:], "--subject", "s1").exit_code == 0
    with Database.open(home / "state.db") as database:
        assert Accounts(database).of_subject("https://id.example#s1").name == "jiro"


def test_people_are_listed_by_operator(run):
    assert len(run("list", "--json").stdout.splitlines()) == 6
    assert "nobody yet" in run("list", "--operator", "beta").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("invite", "nobody"),
        ("role", "nobody", "reader"),
        ("add", "a b", *HANAKO[1:]),
        ("add", "x", "--operator", "gamma", "--role", "reader"),
        ("add", "alpha-reader", *HANAKO[1:]),
    ],
)
def test_wrong_use_is_told(run, arguments):
    assert isinstance(run(*arguments).exception, InputError)
