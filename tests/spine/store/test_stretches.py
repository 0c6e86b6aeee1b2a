"""Stretches out of the state say what the same indicators say; on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import delete

from noroshi.relay.share import RENDERERS, Edition
from noroshi.spine.model import Standing, SubjectKind, Text, Tlp
from noroshi.spine.store import Database
from noroshi.spine.store import stretches as module
from noroshi.spine.store.list_tables import EditionRow
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.stretches import Part, Stretches
from noroshi.testing.changes import make_change
from noroshi.testing.findings import HOUR, MADE_AT
from noroshi.testing.hostile import hostile_lists

AT = HOUR.end
EDITION = Edition(producer="Example ISP", at=AT, sequence=7)


def part(**more):
    return Part(
        **{
            "collection": "c2-servers",
            "tlps": list(Tlp),
            "kinds": frozenset(SubjectKind),
            "at": AT,
            "begun": True,
        }
        | more
    )


def ids(database, **more):
    return [name for one in Stretches(database).columns(part(**more)) for name in one.ids]


def drawn(database, renderer):
    wanted = part(kinds=renderer.kinds, begun=not renderer.tombstones, untold=renderer.untold)
    if renderer.of_subjects is not None:
        return renderer.of_subjects(Stretches(database).subjects(wanted), EDITION)
    return renderer.drawn(Stretches(database).columns(wanted), EDITION)


def change(indicator):
    return replace(make_change(), indicator=indicator)


def test_every_live_entry_comes_once_and_in_order(database, monkeypatch):
    made = SharedList(database).publish([make_change(n) for n in range(10)], MADE_AT)
    SharedList(database).publish([make_change(4, Standing.WITHDRAWN)], MADE_AT)
    live = [one.indicator for one in made if one.sequence != 5]
    for rows in (1, 3, 1_000):
        monkeypatch.setattr(module, "READ_AT_ONCE", rows)
        assert ids(database) == [one.id for one in live]
        about = [
            row for page in Stretches(database).subjects(part()) for row in zip(*page, strict=True)
        ]
        assert about == [(one.subject.kind, one.subject.value) for one in live]


def test_an_empty_list_has_no_stretch(database):
    assert ids(database) == []
    assert list(Stretches(database).subjects(part())) == []


def test_only_the_wanted_part_comes(database):
    (made,) = SharedList(database).publish([make_change(1, tlp=Tlp.GREEN)], MADE_AT)
    first, end = made.indicator.valid_from, made.indicator.valid_until
    wanted = [made.indicator.id]
    assert ids(database, tlps=[Tlp.GREEN]) == wanted
    assert ids(database, tlps=[Tlp.AMBER]) == []
    assert ids(database, collection="devices") == []
    assert ids(database, kinds={SubjectKind.DOMAIN}) == []
    assert ids(database, kinds={SubjectKind.DOMAIN, SubjectKind.ENDPOINT}) == wanted
    assert ids(database, at=end) == []
    early = first - timedelta(hours=1)
    assert (ids(database, at=early), ids(database, at=early, begun=False)) == ([], wanted)


def test_what_nobody_asks_for_is_not_read(database):
    SharedList(database).publish([make_change(1)], MADE_AT)
    untold = {"first_seen", "valid_from", "valid_until", "reasons"}
    (all_of_it,) = Stretches(database).columns(part())
    (few,) = Stretches(database).columns(part(untold=untold))
    assert (few.first_seen, few.valid_from, few.valid_until) == ([""], [""], [""])
    assert (few.ids, few.last_seen) == (all_of_it.ids, all_of_it.last_seen)


def test_a_stretch_is_of_one_moment(database, monkeypatch):
    monkeypatch.setattr(module, "READ_AT_ONCE", 1)
    shared = SharedList(database)
    made = shared.publish([make_change(n) for n in range(3)], MADE_AT)
    walk = Stretches(database).columns(part())
    met = list(next(walk).ids)
    shared.publish([make_change(2, Standing.WITHDRAWN), make_change(9)], MADE_AT)
    met += [name for one in walk for name in one.ids]
    assert met == [one.indicator.id for one in made]


def test_formats_say_of_the_state_what_they_say_of_the_indicators(database):
    changes = [make_change(n, label=f"c2-{n % 3}") for n in range(40)]
    SharedList(database).publish(changes, MADE_AT)
    for renderer in RENDERERS.values():
        said = b"".join(drawn(database, renderer))
        assert said == b"".join(renderer.render([one.indicator for one in changes], EDITION))


def test_half_a_character_in_a_reason_breaks_no_list(database):
    broken = replace(make_change(1).indicator, reasons=(Text(ja="\ud800", en='"\\'),))
    SharedList(database).publish([change(broken), make_change(2)], MADE_AT)
    for name in ("csv", "jsonl", "stix"):
        said = b"".join(drawn(database, RENDERERS[name]))
        assert said == b"".join(RENDERERS[name].render([broken, make_change(2).indicator], EDITION))


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory):
    with Database.open(tmp_path_factory.mktemp("state") / "state.db") as opened:
        yield opened


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_lists())
def test_hostile_values_are_said_as_the_indicators_are(sqlite, made):
    with sqlite.writing() as session:
        session.execute(delete(EditionRow))
    live = [replace(one, revoked=False) for one in made]
    SharedList(sqlite).publish([change(one) for one in live], MADE_AT)
    for renderer in RENDERERS.values():
        sayable = [one for one in live if one.subject.kind in renderer.kinds]
        assert b"".join(drawn(sqlite, renderer)) == b"".join(renderer.render(sayable, EDITION))
