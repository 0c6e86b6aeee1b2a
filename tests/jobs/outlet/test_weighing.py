"""Weighing: what routes touch equals what a walk over the flows finds."""

import pytest

from noroshi.jobs.outlet.weighing import weigh
from noroshi.spine.home.acts import read_acts
from noroshi.spine.model import Endpoint, Outlet, Subject, SubjectKind, SubscriberSide
from noroshi.testing.flows import flow, flow_table
from noroshi.testing.lakes import write_file

from .conftest import AT, listed

OUT, BACK, NONE = SubscriberSide.SOURCE, SubscriberSide.DESTINATION, SubscriberSide.NONE
ANN, BOB = "100.64.0.1:50000", "100.64.0.2:50000"


@pytest.fixture
def lake(home, publish):
    rows = [
        flow(ANN, "192.0.2.1:443/tcp", octetDeltaCount=100, subscriberSide=OUT),
        flow(BOB, "192.0.2.1:443/tcp", octetDeltaCount=10, samplingInterval=8, subscriberSide=OUT),
        flow("192.0.2.1:443", f"{ANN}/tcp", octetDeltaCount=1_000, subscriberSide=BACK),
        flow(BOB, "192.0.2.1:22/tcp", octetDeltaCount=7, subscriberSide=OUT),
        flow(BOB, "192.0.2.1:443/udp", octetDeltaCount=9, subscriberSide=OUT),
        flow(BOB, "198.51.100.200:80/tcp", octetDeltaCount=5, subscriberSide=OUT),
        flow(BOB, "198.51.101.0:80/tcp", octetDeltaCount=3, subscriberSide=OUT),
        flow("203.0.113.7:9", "192.0.2.1:443/tcp", octetDeltaCount=11, subscriberSide=NONE),
        flow("[2001:db8:0:1:ffff::1]:9", "[2001:db8:5::9]:1/udp", octetDeltaCount=2, subscriberSide=BACK),
    ]  # fmt: skip
    write_file(home.flows, flow_table(rows), "0" * 16)
    publish(
        listed(Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp"))),
        listed(Subject(SubjectKind.PREFIX, "198.51.100.0/24")),
        listed(Subject(SubjectKind.PREFIX, "2001:db8:0:1::/64")),
        listed(Subject.ip("203.0.113.99")),
    )
    return home


def by_subject(weighed):
    return {one.subject: (one.octets, one.collateral, one.clients) for one in weighed.weights}


def test_flowspec_takes_the_listed_port_only(lake):
    found = weigh(lake, Outlet.FLOWSPEC, AT)
    assert by_subject(found) == {
        "192.0.2.1:443/tcp": (100 + 80 + 1_000 + 11, 0, 2),
        "198.51.100.0/24": (5, 0, 1),
        "2001:db8:0:1::/64": (2, 0, 1),
    }
    assert (found.whole.octets, found.whole.clients) == (1_198, 3)
    assert read_acts(lake)[Outlet.FLOWSPEC].touched.octets == 1_198


def test_a_blackhole_takes_the_whole_address(lake):
    found = weigh(lake, Outlet.RTBH, AT)
    assert by_subject(found)["192.0.2.1:443/tcp"] == (1_191, 7 + 9, 2)
    touched = read_acts(lake)[Outlet.RTBH].touched
    assert (touched.routes, touched.octets, touched.collateral) == (4, 1_198, 16)


def test_nothing_met_is_nothing(lake):
    later = AT.replace(year=AT.year + 1)  # every entry has ended
    found = weigh(lake, Outlet.FLOWSPEC, later)
    assert (found.whole.octets, found.whole.clients, found.weights) == (0, 0, ())
