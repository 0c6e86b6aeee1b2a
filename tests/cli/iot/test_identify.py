"""`noroshi iot identify`: rows in, devices out."""

import json

from click.testing import CliRunner

from noroshi.cli.iot.identify import identify
from noroshi.spine.model import ConfigError

ROW = '{"id": "a", "protocol": "telnet", "banner": "RTX1210 Rev.14.01.20 (x)"}\n'
MADE = """<fingerprints matches="ftp.banner"><fingerprint pattern="^made (\\S+)$">
<param pos="0" name="service.vendor" value="Example"/>
<param pos="0" name="service.product" value="made"/>
<param pos="1" name="service.version"/></fingerprint></fingerprints>"""


def run(folder, *options, given=ROW):
    context = {"home": folder / "home", "verbose": False}
    options = [str(option) for option in options]
    return CliRunner().invoke(identify, options, input=given, obj=context)


def test_stdin_gives_json_lines(tmp_path):
    done = run(tmp_path, "-", "--json")
    row = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (row["id"], row["vendor"], row["product"]) == ("a", "Yamaha", "RTX1210")


def test_people_get_a_table(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(ROW)
    told = run(tmp_path, path).stdout
    assert "Yamaha" in told


def test_refused_rows_are_told_on_stderr_with_exit_code_1(tmp_path):
    done = run(tmp_path, "--json", given="{\n" + ROW)
    assert done.exit_code == 1
    assert json.loads(done.stdout)["id"] == "a"
    assert "refused 1 of 2 rows: 1 no-json-object" in done.stderr


def test_databases_come_from_the_option_or_the_settings(tmp_path):
    folder = tmp_path / "home" / "recog"
    folder.mkdir(parents=True)
    (folder / "ftp.xml").write_text(MADE)
    row = '{"protocol": "ftp", "banner": "220 made 1.2"}'
    assert json.loads(run(tmp_path, "--json", given=row).stdout)["product"] is None
    assert (
        json.loads(run(tmp_path, "--json", "--recog", folder, given=row).stdout)["version"] == "1.2"
    )
    (tmp_path / "home" / "noroshi.toml").write_text('[iot]\nrecog = "recog"\n')
    assert json.loads(run(tmp_path, "--json", given=row).stdout)["product"] == "made"


def test_a_folder_without_databases_is_wrong_use(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert isinstance(run(tmp_path, "--recog", empty).exception, ConfigError)
