"""Renderer: a format that is named as it is registered, and cannot be changed."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings

from noroshi.relay.share import RENDERERS, Edition, Renderer
from noroshi.relay.share.renderer import holds
from noroshi.spine.model import Subject
from noroshi.spine.model.stretch import stretches_of
from noroshi.testing.findings import HOUR
from noroshi.testing.hostile import hostile_lists
from noroshi.testing.indicators import make_indicator

EDITION = Edition(producer="Example ISP", at=HOUR.end)


@pytest.mark.parametrize("name", RENDERERS)
def test_every_format_is_registered_under_its_name(name):
    renderer = RENDERERS[name]
    assert isinstance(renderer, Renderer)
    assert renderer.name == name
    assert renderer.suffix.startswith(".")
    assert "/" in renderer.media_type


def test_the_serial_rises_with_the_sequence_or_with_time():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert Edition(producer="x", at=at).serial == at.timestamp()
    assert Edition(producer="x", at=at, sequence=7).serial == 7
    assert Edition(producer="x", at=at, sequence=2**32 + 1).serial == 1


def test_an_indicator_holds_from_its_first_instant_until_before_its_last():
    one = make_indicator()
    instant = timedelta(microseconds=1)
    assert holds(one, one.valid_from)
    assert not holds(one, one.valid_from - instant)
    assert holds(one, one.valid_until - instant)
    assert not holds(one, one.valid_until)
    assert not holds(make_indicator(revoked=True), one.valid_from)


def test_a_renderer_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        RENDERERS["csv"].name = "other"


@settings(deadline=None)
@given(hostile_lists())
def test_entries_together_say_what_they_say_one_by_one(made):
    for form in RENDERERS.values():
        if form.of_subjects is not None:
            continue
        alone = [stretch for one in made for stretch in stretches_of([one])]
        together = form.drawn(stretches_of(made), EDITION)
        assert b"".join(form.drawn(alone, EDITION)) == b"".join(together)


def test_a_list_counts_only_what_its_format_has_words_for():
    urls = ["http://a.example/x", "https://a.example/x", "https://b.example/"]
    (stretch,) = stretches_of([make_indicator(Subject.url(url)) for url in urls])
    assert RENDERERS["suricata"].count(stretch) == 1
    assert RENDERERS["jsonl"].count(stretch) == 3
    (plain,) = stretches_of([make_indicator()])
    assert RENDERERS["suricata"].count(plain) == 1
