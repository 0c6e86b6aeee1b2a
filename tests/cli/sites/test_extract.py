"""`noroshi sites extract`: the contract's rows, in order, with refusals told."""

import json

from click.testing import CliRunner

from noroshi.cli.sites.extract import extract

POSTS = """{"id":"b","text":"偽サイトはhxxps://evil[.]test/aです"}
{"id":"a","text":"なし"}
"""


def run(*options, stdin=POSTS):
    return CliRunner().invoke(extract, options, input=stdin, obj={"home": None, "verbose": False})


def test_machine_output_is_a_row_a_post_in_order(tmp_path):
    (tmp_path / "posts.jsonl").write_text(POSTS, encoding="utf-8")
    result = run(str(tmp_path / "posts.jsonl"), "--json")
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"id": "b", "urls": ["https://evil.test/a"]},
        {"id": "a", "urls": []},
    ]


def test_stdin_is_read_where_no_file_is_named():
    assert run().stdout == "b\thttps://evil.test/a\na\n"
    assert run("-").stdout == run().stdout


def test_refused_posts_are_counted_and_the_others_kept():
    result = run("--json", stdin="bad\n" + POSTS)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "1 posts refused: 1 bad-row" in result.stderr


def test_masking_and_canonical_form_are_options():
    line = '{"id":1,"text":"evil[.]test/?email=a@b.example"}\n'
    assert (
        run("--mask", "--canonical", stdin=line).stdout == "1\thttp://evil.test/?email=-masked-\n"
    )


def test_an_id_cannot_steer_the_terminal():
    line = '{"id":"\\u001b[2J","text":"https://evil.test/"}\n'
    assert run(stdin=line).stdout == "\ufffd[2J\thttps://evil.test/\n"
