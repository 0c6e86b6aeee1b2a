"""A hub with a list, a zone at a real Knot, and resolvers behind it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.spine.home import Home
from noroshi.spine.model import Standing, Tlp
from noroshi.spine.net.tsig_key import TsigKey
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Change, SharedList
from noroshi.testing.changes import REASON
from noroshi.testing.daemons import free_port, program
from noroshi.testing.findings import HOUR
from noroshi.testing.indicators import make_indicator
from noroshi.testing.policy_zone import ZONE, Knot

AT = HOUR.end
HOURS = timedelta(hours=1)


def listed(
    subject, standing=Standing.LIVE, *, collection="c2-servers", confidence=91, tlp=Tlp.AMBER
):
    return Change(
        collection=collection,
        indicator=replace(make_indicator(subject, tlp=tlp), confidence=confidence),
        standing=standing,
        reason=REASON,
        by="policy:test",
    )


@pytest.fixture
def settings():
    """Text of `[outlet]`; a test may say more."""
    return '[outlet]\nsinkhole_name = "sink.test"\nsinkhole_v4 = "203.0.113.9"\nredirect_target = "64496:666"\n'


@pytest.fixture
def home(tmp_path, settings):
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "noroshi.toml").write_text(settings)
    return Home(folder).create()


@pytest.fixture
def store(home):
    with Store.open(home.state) as store:
        yield store


@pytest.fixture
def publish(store):
    def published(*changes, at=AT):
        return SharedList(store.database).publish(list(changes), at)

    return published


@pytest.fixture
def knot(tmp_path):
    path = program("knotd")
    if path is None:
        pytest.skip("knotd is not installed here; it is in Debian's knot")
    one = Knot(
        program=path,
        folder=tmp_path / "knot",
        port=free_port(),
        resolver=free_port(),
        key=TsigKey.make("noroshi-feed"),
    )
    one.prepare()
    return one


@pytest.fixture
def zoned(home, knot):
    """The home, which feeds a zone at Knot."""
    told = home.settings_file.read_text()
    home.settings_file.write_text(f'{told}[zone]\nname = "{ZONE}"\nport = {knot.port}\n')
    key = home.path / "secrets" / "zone-feed.key"
    key.parent.mkdir(exist_ok=True)
    key.write_text(str(knot.key))
    key.chmod(0o600)
    return Home(home.path)
