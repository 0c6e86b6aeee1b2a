"""Small tables of VRPs and routes in documentation ranges, and a slow oracle of RFC 6811."""

from collections import Counter
from ipaddress import ip_network

import pyarrow as pa
import pytest

from noroshi.readiness.rpki.routes import parse_routes
from noroshi.readiness.rpki.vrps import VrpTexts, parse_vrps


def text_column(values):
    return pa.array([str(value) for value in values], pa.string())


def make_vrps(rows):
    """VRPs from `(prefix, maxLength, AS)`."""
    texts = VrpTexts(
        prefix=text_column(row[0] for row in rows),
        asn=text_column(row[2] for row in rows),
        max_length=text_column(row[1] for row in rows),
        expires=text_column("" for _ in rows),
    )
    return parse_vrps(texts, made_at=None, refused=Counter())


def make_routes(rows):
    """Routes from `(prefix, origin)`."""
    return parse_routes(
        text_column(row[0] for row in rows),
        text_column(row[1] for row in rows),
        refused=Counter(),
    )


def slow_state(prefix, origin, vrps):
    """RFC 6811 section 2, a route and a VRP at a time."""
    route = ip_network(prefix)
    covering = [
        (most, asn)
        for network, most, asn in ((ip_network(text), int(most), asn) for text, most, asn in vrps)
        if network.version == route.version and route.subnet_of(network)
    ]
    if not covering:
        return "not-found"
    matched = any(asn == origin != 0 and route.prefixlen <= most for most, asn in covering)
    return "valid" if matched else "invalid"


@pytest.fixture(scope="session")
def rpki():
    """The makers above, for tests that import no conftest."""

    class Makers:
        vrps = staticmethod(make_vrps)
        routes = staticmethod(make_routes)
        slow_state = staticmethod(slow_state)
        column = staticmethod(text_column)

    return Makers
