"""Together: kept devices meet the operator's flows under the same pseudonyms, on the same day only."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.iot.report import read_exposure
from noroshi.jobs.iot.keeping_devices import kept_devices
from noroshi.jobs.iot.together import Meeting, join_flows
from noroshi.spine.flows.address import parse_networks
from noroshi.spine.flows.pseudonym import Pseudonyms, hide_subscribers
from noroshi.spine.home import SECRET_BYTES, Home, read_or_make_key
from noroshi.spine.model import ConfigError, Endpoint, Standing, Subject, SubscriberSide
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList
from noroshi.testing.changes import make_change
from noroshi.testing.devices import found_row, holed, keep_rows
from noroshi.testing.flows import MONDAY, flow, flow_table
from noroshi.testing.indicators import make_indicator
from noroshi.testing.lakes import write_file

AT = MONDAY + timedelta(days=3)
SUBSCRIBERS = "203.0.113.0/24"
NOON = f"{MONDAY:%Y-%m-%d}T12:00:00Z"
NEXT_NOON = f"{MONDAY + timedelta(days=1):%Y-%m-%d}T12:00:00Z"


def publish(home):
    subjects = [
        Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")),
        Subject.ip("192.0.2.2"),
    ]
    changes = [
        replace(make_change(number, Standing.LIVE), indicator=make_indicator(subject))
        for number, subject in enumerate(subjects)
    ]
    with Store.open(home.state) as store:
        SharedList(store.database).publish(changes, MONDAY)


def fill_lake(home):
    key = read_or_make_key(home.pseudonym_key_file, SECRET_BYTES)
    meetings = [
        ("203.0.113.7:50000", "192.0.2.1:443/tcp", 0),
        ("203.0.113.7:50001", "192.0.2.1:443/tcp", 60),
        ("192.0.2.2:80", "203.0.113.7:50002/tcp", 90),
        ("203.0.113.8:50000", "192.0.2.1:80/tcp", 0),
        ("203.0.113.9:50000", "192.0.2.1:443/tcp", 0),
    ]
    rows = [
        flow(source, target, at_s=at, subscriberSide=SubscriberSide.NONE)
        for source, target, at in meetings
    ]
    table = hide_subscribers(flow_table(rows), Pseudonyms(key, parse_networks([SUBSCRIBERS])))
    write_file(home.flows, table, "0" * 16)


@pytest.fixture
def home(tmp_path):
    (tmp_path / "noroshi.toml").write_text(f'[flows]\nsubscribers = ["{SUBSCRIBERS}"]\n')
    made = Home(tmp_path).create()
    keep_rows(
        made,
        found_row("203.0.113.7", time=NOON, vendor="Met"),
        found_row("203.0.113.8", time=NOON, vendor="Other port", **holed()),
        found_row("203.0.113.9", time=NEXT_NOON, vendor="Other day", **holed()),
    )
    return made


def test_a_device_counts_the_servers_that_its_address_met_that_day(home):
    publish(home)
    fill_lake(home)
    done = join_flows(home, by="user:a", at=AT)
    assert (done.devices, done.meeting, done.weak, done.flows) == (3, 1, 0, 5)
    first, *others = kept_devices(home)
    assert (first.vendor, first.servers) == ("Met", 2)
    assert [one.servers for one in others] == [0, 0]
    assert "iot.devices.join" in home.audit_file.read_text()


def test_reports_know_which_exposures_met_a_server(home):
    def exposure(address, time):
        row = f'{{"id":1,"address":"{address}","port":80,"time":"{time}"}}'
        return read_exposure(row.encode())

    rows = [
        exposure("203.0.113.8", NOON),
        exposure("203.0.113.7", NOON),
        exposure("203.0.113.7", NEXT_NOON),
    ]
    assert Meeting(home).servers(rows) == [0, 0, 0]
    publish(home)
    fill_lake(home)
    join_flows(home, by="user:a", at=AT)
    assert Meeting(home).servers(rows) == [0, 2, 0]


def test_what_is_missing_is_told(home, tmp_path):
    with pytest.raises(ConfigError, match="devices keep"):
        join_flows(Home(tmp_path / "empty").create(), by="user:a", at=AT)
    with pytest.raises(ConfigError, match="publish or pull"):
        join_flows(home, by="user:a", at=AT)
    publish(home)
    with pytest.raises(ConfigError, match="no flows"):
        join_flows(home, by="user:a", at=AT)
