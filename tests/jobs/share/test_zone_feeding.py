"""Zone feeding: what is published is blocked by a real BIND behind a real Knot, and let go again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from noroshi.jobs.share.zone_feeding import feed
from noroshi.relay.share.zone import Cursor
from noroshi.spine.home import Home
from noroshi.spine.model import (
    ConfigError,
    Endpoint,
    SourceError,
    Standing,
    Subject,
    SubjectKind,
    Tlp,
)
from noroshi.spine.net.tsig_key import TsigKey
from noroshi.spine.net.zone_server import Blocked, Start
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Change, SharedList
from noroshi.testing.changes import REASON
from noroshi.testing.daemons import eventually, free_port, program
from noroshi.testing.findings import HOUR
from noroshi.testing.hostile import TRICKS
from noroshi.testing.indicators import make_indicator
from noroshi.testing.policy_zone import READER, ZONE, Bind, Knot, Unbound

AT = HOUR.end
MINUTE = timedelta(minutes=1)


def change(subject, standing=Standing.LIVE, *, collection="malicious-sites", **more):
    return Change(
        collection=collection,
        indicator=make_indicator(subject, **more),
        standing=standing,
        reason=REASON,
        by="policy:test",
    )


def site(name, standing=Standing.LIVE, **more):
    return change(Subject(SubjectKind.DOMAIN, name), standing, **more)


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
def home(tmp_path, knot):
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "noroshi.toml").write_text(f'[zone]\nname = "{ZONE}"\nport = {knot.port}\n')
    home = Home(folder).create()
    key = folder / "secrets" / "zone-feed.key"
    key.write_text(str(knot.key))
    key.chmod(0o600)
    return home


@pytest.fixture
def store(home):
    with Store.open(home.state) as store:
        yield store


@pytest.fixture
def publish(store):
    return lambda *changes, at=AT: SharedList(store.database).publish(changes, at)


@pytest.fixture
def bind(tmp_path, knot):
    path = program("named")
    if path is None:
        pytest.skip("named is not installed here; it is in Debian's bind9")
    one = Bind(program=path, folder=tmp_path / "bind", port=knot.resolver, primary=knot.port)
    one.prepare()
    return one


def held(knot):
    """Names in the zone; every one is blocked well."""
    names = [(name, well) for name, well in knot.server.held()]
    assert all(well for _, well in names)
    return {name for name, _ in names}


def test_bind_blocks_what_is_published_and_resolves_what_is_taken_back(
    home, store, publish, knot, bind
):
    with knot.running(), bind.running():
        first = feed(home, store, AT)
        assert (first.reloaded, first.blocked) == (True, 0)
        publish(
            site("bad.test"),
            site("other.test"),
            change(Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")), collection="c2-servers"),
        )
        done = feed(home, store, AT + MINUTE)
        assert (done.reloaded, done.editions, done.blocked, done.updates) == (False, 3, 5, 1)
        eventually(lambda: bind.blocks("bad.test"), "BIND to block a name")
        assert bind.blocks("www.bad.test")
        assert bind.blocks("listed-address.test")
        assert not bind.blocks("good.test")
        assert "IXFR, outgoing" in knot.told

        publish(site("bad.test", Standing.WITHDRAWN), site("other.test", Standing.SUSPENDED))
        done = feed(home, store, AT + 2 * MINUTE)
        assert (done.blocked, done.unblocked) == (0, 4)
        eventually(lambda: not bind.blocks("bad.test"), "BIND to resolve it again")
        assert not bind.blocks("other.test")
        assert bind.blocks("listed-address.test")
        transfers = [line for line in knot.told.splitlines() if "AXFR, outgoing" in line]
        assert len([line for line in transfers if "started" in line]) == 2  # BIND's first, and ours


def test_unbound_blocks_what_is_published_and_resolves_what_is_taken_back(
    home, store, publish, knot, tmp_path
):
    path = program("unbound")
    if path is None:
        pytest.skip("unbound is not installed here; it is in Debian's unbound")
    unbound = Unbound(
        program=path, folder=tmp_path / "unbound", port=knot.resolver, primary=knot.port
    )
    unbound.prepare()
    knot = replace(knot, unsigned=True)
    knot.prepare()
    with knot.running(), unbound.running():
        feed(home, store, AT)
        publish(site("bad.test"))
        feed(home, store, AT + MINUTE)
        eventually(lambda: unbound.blocks("bad.test"), "Unbound to block a name")
        assert unbound.blocks("www.bad.test")
        assert not unbound.blocks("good.test")
        publish(site("bad.test", Standing.WITHDRAWN))
        feed(home, store, AT + 2 * MINUTE)
        eventually(lambda: not unbound.blocks("bad.test"), "Unbound to resolve it again")
        assert "IXFR, outgoing" in knot.told


def test_a_second_pass_tells_nothing(home, store, publish, knot):
    with knot.running():
        publish(site("bad.test"))
        first = feed(home, store, AT)
        second = feed(home, store, AT + MINUTE)
    assert (second.updates, second.serial, second.sequence) == (0, first.serial, 1)


def test_feeder_and_primary_go_on_after_a_restart(home, store, publish, knot):
    with knot.running() as daemon:
        publish(site("bad.test"))
        feed(home, store, AT)
        daemon.kill()
        daemon.wait()
    publish(site("other.test"))
    with pytest.raises(SourceError, match="cannot be used"):
        feed(home, store, AT)
    with knot.running():
        assert held(knot) == {"bad.test", "*.bad.test"}
        done = feed(home, store, AT + MINUTE)
        assert (done.reloaded, done.editions) == (False, 1)
        assert held(knot) == {"bad.test", "*.bad.test", "other.test", "*.other.test"}


def test_a_primary_that_lost_its_zone_gets_all_again_above_its_old_serial(
    home, store, publish, knot
):
    with knot.running():
        publish(*(site(f"bad-{number}.test") for number in range(300)))
        before = feed(home, store, AT)
    for name in ("journal", "timers"):
        for file in (knot.folder / name).glob("*"):
            file.unlink()
    knot.prepare()
    with knot.running():
        after = feed(home, store, AT + MINUTE)
        assert len(held(knot)) == 600
    assert after.reloaded
    assert after.serial > before.serial


def test_a_zone_that_somebody_changed_is_mended(home, store, publish, knot):
    with knot.running():
        publish(site("bad.test"), site("other.test"))
        feed(home, store, AT)
        server = knot.server
        seen = server.start()
        harm = Blocked(added=["good.test"], removed=["bad.test"])
        assert server.update(harm, seen=seen, then=Start(seen.contact, seen.serial + 1))
        done = feed(home, store, AT + MINUTE)
        assert (done.reloaded, done.blocked, done.unblocked) == (True, 1, 1)
        assert held(knot) == {"bad.test", "*.bad.test", "other.test", "*.other.test"}


def test_a_reload_that_was_cut_off_goes_on(home, store, publish, knot):
    with knot.running():
        publish(site("bad.test"))
        feed(home, store, AT)
        server, seen = knot.server, knot.server.start()
        half = Start("unfinished.noroshi.invalid", seen.serial + 1)
        assert server.update(Blocked(removed=["bad.test"]), seen=seen, then=half)
        assert feed(home, store, AT).reloaded
        assert held(knot) == {"bad.test", "*.bad.test"}


def test_an_entry_leaves_the_zone_when_it_ends_by_itself(home, store, publish, knot):
    with knot.running():
        publish(site("bad.test"))
        feed(home, store, AT)
        end = make_indicator().valid_until
        assert feed(home, store, end - MINUTE).updates == 0
        done = feed(home, store, end)
        assert (done.ended, done.unblocked) == (1, 2)
        assert held(knot) == set()
        assert feed(home, store, end + MINUTE).updates == 0


def test_a_name_stays_while_another_entry_means_it(home, store, publish, knot):
    web, mail = (Subject.endpoint(Endpoint("2001:db8::1", port, "tcp")) for port in (443, 25))
    with knot.running():
        publish(change(web, collection="c2-servers"), change(mail, collection="c2-servers"))
        publish(site("bad.test"), site("bad.test", kind="malicious-site"))
        feed(home, store, AT)
        everything = held(knot)
        publish(
            change(web, Standing.WITHDRAWN, collection="c2-servers"),
            site("bad.test", Standing.WITHDRAWN),
        )
        feed(home, store, AT)
        assert held(knot) == everything
        publish(change(mail, Standing.WITHDRAWN, collection="c2-servers"))
        feed(home, store, AT)
        assert held(knot) == {"bad.test", "*.bad.test"}


def test_entries_for_a_few_are_not_in_a_zone_for_all(home, store, publish, knot):
    with knot.running():
        publish(
            site("strict.test", tlp=Tlp.AMBER_STRICT),
            site("red.test", tlp=Tlp.RED),
            site("device.test", collection="devices"),
        )
        feed(home, store, AT)
        assert held(knot) == set()
        publish(site("open.test"))
        feed(home, store, AT)
        publish(site("open.test", tlp=Tlp.RED))
        feed(home, store, AT)
        assert held(knot) == set()


def test_another_choice_of_lists_is_a_reload(home, store, publish, knot, monkeypatch):
    with knot.running():
        publish(site("bad.test"))
        feed(home, store, AT)
        monkeypatch.setenv("NOROSHI__ZONE__COLLECTIONS", '["c2-servers"]')
        assert feed(Home(home.path), store, AT).reloaded
        assert held(knot) == set()


def test_no_hostile_subject_reaches_the_zone(home, store, publish, knot):
    kinds = (SubjectKind.DOMAIN, SubjectKind.IP, SubjectKind.ENDPOINT, SubjectKind.PREFIX)
    tricks = [
        change(Subject(kind, text)) for text in TRICKS if "\x00" not in text for kind in kinds
    ]
    with knot.running():
        feed(home, store, AT)
        publish(*tricks, site("bad.test"))
        done = feed(home, store, AT)
        assert done.unsayable == len(tricks)
        assert held(knot) == {"bad.test", "*.bad.test"}
        publish(*(replace(one, standing=Standing.WITHDRAWN) for one in tricks))
        feed(home, store, AT)
        assert held(knot) == {"bad.test", "*.bad.test"}
        assert feed(home, store, AT, reload=True).unsayable == 0


def test_the_longest_names_go_out_in_messages_that_fit(home, store, publish, knot):
    tail = ".".join(["a" * 60] * 3)[:170]
    with knot.running():
        feed(home, store, AT)
        publish(*(site(f"n{number:05}.{tail}.test") for number in range(700)))
        done = feed(home, store, AT)
        assert done.editions == 700
        assert len(held(knot)) == 1_400


def test_a_wrong_key_is_refused_and_said(home, store, knot):
    key = home.path / "secrets" / "zone-feed.key"
    with knot.running():
        for wrong in (TsigKey.make("noroshi-feed"), TsigKey.make("stranger")):
            key.write_text(str(wrong))
            with pytest.raises(ConfigError, match="does not accept the key"):
                feed(home, store, AT)
        assert "unfinished" not in knot.server.start().contact


def test_a_reader_may_not_write(knot):
    with knot.running():
        seen = knot.server.start()
        reader = replace(knot, key=READER).server
        with pytest.raises(ConfigError, match="acl"):
            reader.update(Blocked(added=["x.test"]), seen=seen, then=Start("a.b", seen.serial + 1))
        assert held(knot) == set()


def test_two_feeders_do_not_mix(home, store, publish, knot, monkeypatch):
    with knot.running():
        feed(home, store, AT)
        publish(site("bad.test"))
        seen = knot.server.start()
        assert knot.server.update(Blocked(), seen=seen, then=Start(seen.contact, seen.serial + 1))
        monkeypatch.setattr("noroshi.spine.net.zone_server.ZoneServer.start", lambda _: seen)
        with pytest.raises(SourceError, match="another program"):
            feed(home, store, AT)


def test_without_a_zone_or_key_the_settings_are_named(tmp_path):
    home = Home(tmp_path).create()
    with Store.open(home.state) as store, pytest.raises(ConfigError, match=r"\[zone\] name"):
        feed(home, store, AT)


def test_the_cursor_in_the_zone_says_how_far_it_is(home, store, publish, knot):
    with knot.running():
        publish(site("bad.test"))
        done = feed(home, store, datetime(2026, 1, 5, tzinfo=UTC))
        cursor = Cursor.read(knot.server.start().contact)
    assert (cursor.sequence, cursor.serial) == (1, done.serial)
