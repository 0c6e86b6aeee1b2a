"""`noroshi c2 allow`: own lists beside the shipped ones."""

import json

from click.testing import CliRunner

from noroshi.cli.c2.allow import allow
from noroshi.spine.model import ConfigError


def run(home, *options):
    return CliRunner().invoke(
        allow, [str(option) for option in options], obj={"home": home, "verbose": False}
    )


def misp(tmp_path, **values):
    path = tmp_path / "Example List.json"
    text = {"name": "Example", "type": "cidr", "version": 7, "list": ["192.0.2.0/24"]} | values
    path.write_text(json.dumps(text))
    return path


def test_an_imported_list_is_in_use_at_once(tmp_path):
    home = tmp_path / "home"
    result = run(home, "import", misp(tmp_path), "--class", "mail", "--json")
    assert result.exit_code == 0
    row = json.loads(result.stdout)
    assert (row["name"], row["read"], row["kept"], row["refused"]) == ("Example", 1, 1, {})
    listed = [json.loads(line) for line in run(home, "list", "--json").stdout.splitlines()]
    assert listed[-1]["name"] == "Example"
    assert listed[-1]["class"] == "mail"
    assert {row["name"] for row in listed} >= {"public-resolvers", "public-time"}
    assert (home / "allow" / "example-list.toml").is_file()


def test_words_for_people_name_class_and_version(tmp_path):
    result = run(tmp_path, "list")
    assert "resolver" in result.stdout
    assert "Version of all lists:" in result.stdout


def test_refused_entries_are_told_by_the_exit_code(tmp_path):
    path = misp(tmp_path, list=["192.0.2.1", "nonsense"])
    result = run(tmp_path / "home", "import", path, "--class", "mail")
    assert result.exit_code == 1
    assert "1 of 2 entries" in result.stdout


def test_a_cloud_is_wrong_use(tmp_path):
    path = misp(tmp_path, name="AWS")
    result = run(tmp_path / "home", "import", path, "--class", "update-cdn")
    assert isinstance(result.exception, ConfigError)
    assert not (tmp_path / "home" / "allow" / "example-list.toml").exists()
