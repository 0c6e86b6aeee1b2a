"""`noroshi share withdraw` and `wrong`."""

from noroshi.spine.store import Store
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.testing.command import AT, make_home, rows, run


def published(tmp_path):
    home = make_home(tmp_path / "home")
    run(home, "share", "publish", "--at", AT)
    with Store.open(home / "state.db") as store:
        (one,) = SharedList(store.database).entries(Choice(), limit=2)
    return home, one.indicator.id


def test_an_entry_is_withdrawn_with_its_reason(tmp_path):
    home, name = published(tmp_path)
    (row,) = rows(home, "share", "withdraw", name, "--reason", "ours", "--by", "hanako")
    assert (row["id"], row["standing"], row["by"]) == (name, "withdrawn", "user:hanako")
    assert row["reason"]["en"] == "Withdrawn: ours"


def test_an_entry_reported_wrong_is_suspended(tmp_path):
    home, name = published(tmp_path)
    done = run(home, "share", "wrong", name, "--reason", "ours", "--by", "hanako")
    assert "is suspended since" in done.stdout
    (waiting,) = [row for row in rows(home, "review", "list", "--at", AT) if row["what"] == "entry"]
    assert waiting["id"] == name


def test_an_unknown_entry_is_a_refused_record(tmp_path):
    home, _ = published(tmp_path)
    done = run(home, "share", "withdraw", "nothing", "--reason", "x", "--by", "hanako")
    assert done.exception.exit_code == 1
