"""`noroshi share publish`, `holds`, `release`."""

from datetime import timedelta

from noroshi.spine.model import Endpoint, Subject, Window
from noroshi.testing.command import AT, make_home, rows, run
from noroshi.testing.findings import HOUR, make_finding


def test_what_is_published_is_counted_and_adds_up(tmp_path):
    home = make_home(tmp_path / "home")
    (row,) = rows(home, "share", "publish", "--at", AT)
    assert (row["entries"], row["added"], row["head"], row["waiting"]) == (1, 1, 1, [])
    (again,) = rows(home, "share", "publish", "--at", AT)
    assert (again["unchanged"], again["head"]) == (1, 1)


def test_people_read_one_sentence(tmp_path):
    done = run(make_home(tmp_path / "home"), "share", "publish", "--at", AT)
    assert done.stdout == "1 entries: 1 added. The lists stand at 1.\n"


def test_a_broken_warning_list_is_told_and_ends_with_1(tmp_path):
    home = make_home(tmp_path / "home")
    (home / "warning-lists").mkdir()
    (home / "warning-lists" / "bad.json").write_text("{")
    done = run(home, "share", "publish", "--at", AT)
    assert done.exit_code == 1
    assert "bad.json" in done.stderr
    assert "left out" in done.stderr
    (row,) = rows(home, "share", "publish", "--at", AT)
    assert row["unread_warning_lists"][0]["file"].endswith("bad.json")


def test_a_list_that_waits_is_told_and_released(tmp_path):
    home = make_home(tmp_path / "home")
    assert run(home, "share", "holds").stdout == "No list waits.\n"
    run(home, "share", "publish", "--at", AT)
    later = Window(HOUR.end, HOUR.end + timedelta(hours=1))
    many = [
        make_finding(Subject.endpoint(Endpoint(f"192.0.2.{n}", 443, "tcp")), window=later)
        for n in range(10, 15)
    ]
    make_home(home, many, later)
    done = run(home, "share", "publish", "--at", AT)
    assert "noroshi share release c2-servers" in done.stdout
    (hold,) = rows(home, "share", "holds")
    assert (hold["collection"], hold["entries_before"], hold["entries_after"]) == (
        "c2-servers",
        1,
        6,
    )
    assert "c2-servers: 1 entries would become 6" in run(home, "share", "holds").stdout
    (row,) = rows(home, "share", "release", "c2-servers", "--by", "taro", "--at", AT)
    assert (row["added"], row["held"]) == (5, 0)
    assert run(home, "share", "holds").stdout == "No list waits.\n"


def test_releasing_what_does_not_wait_is_told(tmp_path):
    done = run(make_home(tmp_path / "home"), "share", "release", "c2-servers", "--by", "taro")
    assert "does not wait" in str(done.exception)
