"""Gate: shut until time has passed and somebody has counted; `tests/jobs/outlet` walks the whole way."""

from datetime import timedelta

from noroshi.readiness.outlet.gate import Limits, stage_of
from noroshi.spine.home.acts import Acting, Touched
from noroshi.spine.model import Act, Outlet
from noroshi.testing.findings import HOUR

AT = HOUR.end
LIMITS = Limits(least_hours=24, most_collateral=0.01)


def stage(acting, outlet=Outlet.RPZ):
    return stage_of(outlet, acting, LIMITS, AT)


def counted(age, collateral=0):
    return Touched(at=AT - age, routes=1, clients=1, octets=99, collateral=collateral)


def acting(touched, hours=24):
    return Acting(act=Act.LOG, since=AT - timedelta(hours=hours), by="user:x", touched=touched)


def test_the_ends_of_the_way():
    first, last = stage(Acting(act=Act.OFF)), stage(Acting(act=Act.BLOCK))
    assert (first.is_open, first.following, first.back) == (True, "log", "")
    assert (last.is_open, last.following, last.publish) == (False, None, "")
    assert last.back == "noroshi readiness outlet withdraw rpz"


def test_a_count_opens_it_while_it_is_fresh():
    day = timedelta(hours=24)
    assert stage(acting(counted(day))).is_open
    assert not stage(acting(counted(day + timedelta(seconds=1)))).is_open
    assert not stage(acting(counted(day), hours=23)).is_open
    assert "hits LOG" in stage(acting(None)).why.en


def test_collateral_shuts_it():
    hour = timedelta(hours=1)
    assert stage(acting(counted(hour, collateral=1))).is_open
    assert not stage(acting(counted(hour, collateral=2))).is_open
