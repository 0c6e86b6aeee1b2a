"""`noroshi share contributions`, and contributions in `noroshi review`."""

from noroshi.spine.model import Contribution, Subject
from noroshi.spine.store import Store
from noroshi.spine.store.contributions import Contributions
from noroshi.testing.command import AT, make_home, rows, run
from noroshi.testing.findings import MADE_AT
from noroshi.testing.members import add_members


def give(home):
    made = Contribution(
        subject=Subject.ip("203.0.113.9"), kind="c2-server", source="taxii", operator_id="alpha",
        submission_id="s", received_at=MADE_AT, confidence=90, label="loader",
    )  # fmt: skip
    with Store.open(home / "state.db") as store:
        add_members(store.database)
        Contributions(store.database).take([made])
    return made


def test_what_was_contributed_is_shown_and_reviewed(tmp_path):
    home = make_home(tmp_path / "home")
    given = give(home)
    (row,) = rows(home, "share", "contributions", "--standing", "waiting")
    assert (row["id"], row["by"], row["label"]) == (given.id, "alpha", "loader")
    run(home, "share", "publish", "--at", AT)
    waiting = next(one for one in rows(home, "review", "list", "--at", AT) if one["contributions"])
    assert waiting["contributions"][0]["by"] == "alpha"
    assert "alpha (90): loader" in run(home, "review", "list", "--at", AT).stdout
    run(home, "review", "drop", waiting["id"], "--reason", "a mirror")
    told = run(home, "share", "contributions", "--operator", "alpha").stdout
    assert "refused" in told
    assert "a mirror" in told
    assert rows(home, "share", "contributions", "--operator", "beta") == []


def test_a_full_page_says_how_to_go_on(tmp_path):
    home = make_home(tmp_path / "home")
    given = give(home)
    assert f"--after {given.id}" in run(home, "share", "contributions", "--limit", "1").stderr
