"""Renderers: no value, however hostile, changes what the consumer counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.relay.share import FORMATS, RENDERERS, Edition, Renderer
from noroshi.relay.share.registry import NETWORKS
from noroshi.spine.model import Endpoint, Subject, SubjectKind, Tlp
from noroshi.testing.findings import HOUR
from noroshi.testing.hostile import handmade_lists
from noroshi.testing.indicators import make_indicator

EDITION = Edition(producer="Example ISP", at=HOUR.end)


def rendered(name, indicators, edition=EDITION):
    return b"".join(RENDERERS[name].render(indicators, edition))


SEVERAL = [
    make_indicator(),
    make_indicator(Subject.endpoint(Endpoint("192.0.2.1", 8080, "tcp"))),
    make_indicator(Subject.endpoint(Endpoint("2001:db8::5", 53, "udp")), tlp=Tlp.AMBER_STRICT),
    make_indicator(Subject.endpoint(Endpoint("192.0.2.3", 0, "gre")), tlp=Tlp.CLEAR),
    make_indicator(Subject.ip("198.51.100.3"), tlp=Tlp.GREEN),
    make_indicator(Subject(SubjectKind.DOMAIN, "c2.example"), tlp=Tlp.RED),
    make_indicator(Subject.ip("198.51.100.9"), revoked=True),
]


@pytest.mark.parametrize("name", RENDERERS)
def test_the_same_list_gives_the_same_octets(name):
    assert rendered(name, SEVERAL) == rendered(name, SEVERAL)


@pytest.mark.parametrize("name", RENDERERS)
def test_a_list_streams(name):
    asked = 0

    def many():
        nonlocal asked
        for asked in range(1, 20_001):  # read below
            yield make_indicator(subjects[RENDERERS[name].kinds >= NETWORKS](asked))

    subjects = {
        True: lambda n: Subject.endpoint(Endpoint(f"198.51.{n // 250}.{n % 250}", 443, "tcp")),
        False: lambda n: Subject.domain(f"c2-{n}.example"),
    }
    chunks = RENDERERS[name].render(many(), EDITION)
    octets = sum(len(next(chunks)) for _ in range(4))
    assert octets > 0
    assert asked < 2_000
    assert sum(1 for _ in chunks) > 50


@pytest.mark.parametrize("name", FORMATS)
def test_only_formats_with_tombstones_list_what_no_longer_holds(name):
    form = FORMATS[name]
    kept = make_indicator(subject_for(form), revoked=True)
    ended = make_indicator(subject_for(form))
    later = Edition(producer="Example ISP", at=ended.valid_until)
    for gone, edition in ((kept, EDITION), (ended, later)):
        assert form.lists(gone, edition.at) == form.tombstones
        assert (octets(form, [gone], edition) == octets(form, [], edition)) != form.tombstones


@pytest.mark.parametrize("name", FORMATS)
def test_an_entry_that_holds_is_in_every_format(name):
    form = FORMATS[name]
    assert form.can_say(subject_for(form))
    assert octets(form, [make_indicator(subject_for(form))]) != octets(form, [])


@settings(max_examples=60, deadline=None)
@given(handmade_lists(), st.data())
def test_what_a_format_cannot_say_leaves_no_trace(made, data):
    form = FORMATS[data.draw(st.sampled_from(sorted(FORMATS)))]
    unsayable = [one for one in made if not form.can_say(one.subject)]
    assert octets(form, unsayable) == octets(form, [])


@pytest.mark.parametrize("name", FORMATS)
def test_kinds_a_format_does_not_know_leave_no_trace(name):
    form = FORMATS[name]
    others = [make_indicator(Subject(kind, "x")) for kind in set(SubjectKind) - form.kinds]
    assert octets(form, others) == octets(form, [])


def test_every_format_stands_under_its_own_name():
    assert [form.name for form in FORMATS.values()] == list(FORMATS)


def subject_for(form):
    wanted = (Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")), Subject.domain("c2.example"))
    return next(subject for subject in wanted if form.can_say(subject))


def octets(form, indicators, edition=EDITION):
    if isinstance(form, Renderer):
        return b"".join(form.render(indicators, edition))
    return b"".join(chunk for one in form.render(indicators, edition) for chunk in one.chunks)
