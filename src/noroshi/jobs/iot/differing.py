"""Differing: two rounds of one scope held against each other."""

from collections.abc import Iterator
from ipaddress import IPv4Address

import numpy as np

from noroshi.iot.evaluate.survey_diff import Change, Service, diff_rounds
from noroshi.iot.scope import Scope
from noroshi.iot.survey.results import read_results
from noroshi.jobs.iot.survey_place import place_of
from noroshi.jobs.iot.surveying import asked_addresses
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError


def diff_of(home: Home, scope: Scope, earlier: str, later: str) -> dict[Change, Iterator[Service]]:
    """Services of two rounds by what became of them.

    Raises:
        ConfigError: There is no such round.
        InputError: A file or book of a round is damaged.
    """
    before = asked_addresses(home, scope, earlier)  # refuses a round that is not there
    after = asked_addresses(home, scope, later)
    if any(":" in one for one in (*before[:1], *after[:1])):
        raise ConfigError("rounds over IPv6 lists are not held against each other yet")
    asked = [int(IPv4Address(one)) for one in after]
    tables = (read_results(place_of(home, scope, name).run) for name in (earlier, later))
    return diff_rounds(*tables, asked_later=np.array(asked, np.int64))
