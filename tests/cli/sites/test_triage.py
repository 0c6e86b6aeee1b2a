"""`noroshi sites triage`: a score a URL, in input order."""

import json

from click.testing import CliRunner

from noroshi.cli.sites.triage import triage

URLS = "https://www.city.example/\nword\nhttps://login.test/verify\n"


def run(*options, stdin=URLS):
    return CliRunner().invoke(triage, options, input=stdin, obj={"home": None, "verbose": False})


def test_machine_output_is_a_row_a_url_in_input_order():
    result = run("--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["url"] for row in rows] == [URLS.split(maxsplit=1)[0], URLS.split()[2]]
    assert all(set(row) == {"url", "score"} and 0 < row["score"] < 1 for row in rows)
    assert result.exit_code == 1
    assert "1 URLs refused: 1 no-host" in result.stderr


def test_people_see_the_score_before_the_url(tmp_path):
    (tmp_path / "urls.txt").write_text("a.test\n")
    result = run(str(tmp_path / "urls.txt"))
    assert result.exit_code == 0
    score, url = result.stdout.split()
    assert (url, 0 < float(score) < 1) == ("a.test", True)


def test_nothing_in_is_nothing_out():
    assert (run(stdin="").exit_code, run(stdin="").stdout) == (0, "")


def test_a_url_cannot_steer_the_terminal():
    assert "\x1b" not in run(stdin="https://a.test/\x1b[2J\n").stdout
