"""Renderer: a format that is named as it is registered, and cannot be changed."""

from dataclasses import FrozenInstanceError

import pytest

from noroshi.relay.share import RENDERERS, Renderer
from noroshi.spine.model import SubjectKind


@pytest.mark.parametrize("name", RENDERERS)
def test_every_format_is_registered_under_its_name(name):
    renderer = RENDERERS[name]
    assert isinstance(renderer, Renderer)
    assert renderer.name == name
    assert renderer.suffix.startswith(".")
    assert "/" in renderer.media_type


@pytest.mark.parametrize("name", RENDERERS)
def test_every_format_says_addresses_and_endpoints(name):
    assert {SubjectKind.IP, SubjectKind.ENDPOINT} <= RENDERERS[name].kinds


def test_a_renderer_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        RENDERERS["csv"].name = "other"
