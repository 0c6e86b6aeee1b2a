"""Analysing: the detector that the settings and allow-lists of a home describe."""

import numpy as np

from noroshi.c2.analyse import Analysis
from noroshi.c2.judge import Allowance, ServerDetector, ServerParameters
from noroshi.c2.judge.allow import NO_CLASS, AllowLists
from noroshi.jobs.c2.allowing import allow_lists_of_home
from noroshi.spine.home import Home

AGAINST_ALLOWED = -6.0
"""Log-odds that a place on an allow-list adds: strong, yet evidence can outweigh it, so a hijacked
update server is still found."""


def detector_of(home: Home) -> tuple[ServerDetector, AllowLists]:
    """The shipped detector at the home's threshold, with the allow-lists as they are now.

    Raises:
        ConfigError: An allow-list is wrong.
    """
    lists = allow_lists_of_home(home)
    parameters = ServerParameters(threshold=home.settings.c2.threshold)
    return ServerDetector(parameters, lambda analysis: allowance(analysis, lists)), lists


def allowance(analysis: Analysis, lists: AllowLists) -> Allowance:
    """What allow-lists say about the servers of an analysis."""
    servers = analysis.servers
    index = lists.match(
        servers.ints("srv_hi"),
        servers.ints("srv_lo"),
        servers.ints("srv_port"),
        servers.ints("proto"),
    )
    names = np.array([*lists.classes, ""], dtype=object)
    classes = names[np.where(index == NO_CLASS, len(lists.classes), index)]
    return Allowance(against=np.where(classes == "", 0.0, AGAINST_ALLOWED), classes=classes)
