"""Settings are given with what the resolver's own parser says."""

import pytest

from noroshi.jobs.outlet.configuring import RESOLVERS, resolver_text
from noroshi.spine.model import ConfigError


@pytest.mark.parametrize("system", list(RESOLVERS))
def test_the_parser_takes_it_where_it_is_there(system):
    text, checked = resolver_text(system, "/srv/policy/noroshi.rpz")
    assert "'/srv/policy/noroshi.rpz'" in text
    assert checked.good in (True, None), checked.said


def test_a_path_from_nowhere_is_refused():
    with pytest.raises(ConfigError, match="whole path"):
        resolver_text("kresd", "noroshi.rpz")
