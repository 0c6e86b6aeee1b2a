"""`noroshi review approve`, `hold`, `drop`, `undo`."""

import pytest

from noroshi.testing.command import AT, WEAK, make_home, rows, run


@pytest.fixture
def home(tmp_path):
    home = make_home(tmp_path / "home")
    run(home, "share", "publish", "--at", AT)
    return home


@pytest.mark.parametrize(
    ("verb", "verdict"), [("approve", "share"), ("hold", "hold"), ("drop", "drop")]
)
def test_a_decision_is_taken_by_the_person_named(home, verb, verdict):
    (row,) = rows(home, "review", verb, WEAK.id, "--reason", "seen", "--by", "hanako")
    assert (row["outcome"], row["verdict"]) == ("taken", verdict)


def test_what_is_undone_waits_again(home):
    run(home, "review", "drop", WEAK.id, "--reason", "no", "--by", "hanako")
    assert rows(home, "review", "list", "--at", AT) == []
    (row,) = rows(home, "review", "undo", WEAK.id, "--by", "hanako")
    assert row["verdict"] == "hold"
    assert [row["id"] for row in rows(home, "review", "list", "--at", AT)] == [WEAK.id]


def test_a_stale_review_is_refused_with_exit_code_1(home):
    (waiting,) = rows(home, "review", "list", "--at", AT)
    seen = str(waiting["position"])
    taken = ("--reason", "seen", "--by", "hanako", "--seen", seen)
    assert "1 of 1 approvals" in run(home, "review", "approve", WEAK.id, *taken).stdout
    late = run(home, "review", "drop", WEAK.id, "--reason", "no", "--by", "taro", "--seen", seen)
    assert late.exit_code == 1
    assert "somebody decided meanwhile" in late.stdout


def test_a_position_belongs_to_one_finding(home):
    done = run(home, "review", "drop", "a", "b", "--reason", "no", "--by", "taro", "--seen", "1")
    assert done.exception.exit_code == 2


def test_good_ids_are_taken_beside_a_bad_one(home):
    told = rows(home, "review", "drop", "nothing", WEAK.id, "--reason", "no", "--by", "taro")
    assert [row["outcome"] for row in told] == ["refused", "taken"]


def test_what_is_taken_stands_in_the_audit_and_what_is_refused_does_not(home):
    run(home, "review", "drop", "nothing", WEAK.id, "--reason", "no", "--by", "taro")
    run(home, "review", "undo", WEAK.id, "--by", "hanako")
    lines = [
        (line["by"], line["action"], line["target"])
        for line in rows(home, "audit", "show")
        if line["action"].startswith("review.")
    ]
    assert lines == [
        ("user:hanako", "review.undo", WEAK.id),
        ("user:taro", "review.drop", WEAK.id),
    ]
