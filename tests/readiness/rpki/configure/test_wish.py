"""Wish: nothing can be configured without a cache and a session."""

from dataclasses import replace

import pytest

from noroshi.readiness.rpki.configure import Treatment
from noroshi.spine.model import ConfigError


@pytest.mark.parametrize("missing", ["caches", "neighbours"])
def test_a_wish_without_one_is_refused(wish, missing):
    with pytest.raises(ConfigError, match="needs a cache"):
        replace(wish(Treatment.TAG), **{missing: ()})
