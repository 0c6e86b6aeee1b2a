"""`noroshi sites follow`: nothing due is no error, and what it does is told."""

from noroshi.cli.sites.follow import _row, _tell
from noroshi.jobs.sites.following import Looked
from noroshi.spine.model import Text
from noroshi.spine.model.site_life import Depth, LifeState

URL = "https://x7k2q9.test/login"
DEAD = Looked(
    url=URL, before=LifeState.ALIVE, state=LifeState.DEAD, depth=Depth.FULL, code="gone",
    reason=Text(ja="なし", en="There was no page."),
)  # fmt: skip


class Said:
    def __init__(self):
        self.lines = []

    def say(self, text):
        self.lines.append(text)

    warn = say


def test_nothing_due_ends_at_once(noroshi):
    noroshi("init")
    done = noroshi("sites", "follow", "--once", "--json")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_each_look_is_told_to_people_and_programs():
    told = Said()
    _tell(told, DEAD)
    _tell(told, Looked(url=URL, before=LifeState.ALIVE, error="the disk is full"))
    _tell(told, Looked(url=URL, before=LifeState.ALIVE))
    assert told.lines == [
        "dead      hxxps://x7k2q9[.]test/login (was alive): There was no page.",
        "hxxps://x7k2q9[.]test/login: the disk is full; it is tried again later",
        "cleared   hxxps://x7k2q9[.]test/login: a person called it harmless.",
    ]
    row = _row(DEAD)
    assert (row["state"], row["before"], row["depth"], row["code"]) == (
        "dead", "alive", "full", "gone",
    )  # fmt: skip
