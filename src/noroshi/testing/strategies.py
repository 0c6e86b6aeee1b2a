"""Strategies: hypothesis values for declared columns and whole flow tables. Needs hypothesis."""

from datetime import datetime
from functools import cache
from ipaddress import IPv4Network, IPv6Network

import pyarrow as pa
from hypothesis import strategies as st

from noroshi.spine.model import FLOW, FLOW_COLUMNS, Column, Type
from noroshi.spine.model.protocol import NUMBERS
from noroshi.testing.flows import flow, flow_table

_RANGES = {
    Type.U8: (0, 2**8 - 1),
    Type.U16: (0, 2**16 - 1),
    Type.U32: (0, 2**32 - 1),
    Type.I64: (-(2**63), 2**63 - 1),
}
_BEFORE, _AFTER = datetime(1980, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001  # the lake's times are UTC without zone
_SUBSCRIBERS = IPv4Network("100.64.0.0/10")
_SERVERS = (
    IPv4Network("192.0.2.0/24"),
    IPv4Network("198.51.100.0/24"),
    IPv4Network("203.0.113.0/24"),
)
_SERVERS_V6 = IPv6Network("2001:db8::/32")
_DERIVED = frozenset(
    name for name, column in FLOW.items() if not column.nullable or "Address" in name
)
_FREE = tuple(column for column in FLOW_COLUMNS if column.name not in _DERIVED)


def column_values(column: Column) -> st.SearchStrategy[object]:
    """Every value that a column's declaration allows, null included where it is nullable."""
    values = _values(column.type)
    return st.none() | values if column.nullable else values


def endpoints(*, subscribers: bool) -> st.SearchStrategy[str]:
    """`address:port` texts in documentation ranges, or of subscribers (RFC 6598)."""
    ports = st.integers(0, 65535)
    if subscribers:
        return st.builds("{}:{}".format, _in(_SUBSCRIBERS), ports)
    v4 = st.sampled_from(_SERVERS).flatmap(_in)
    v6 = st.builds("[{}]".format, st.builds(_SERVERS_V6.__getitem__, st.integers(0, 2**96 - 1)))
    return st.builds("{}:{}".format, v4 | v6, ports)


@cache
def flow_rows() -> st.SearchStrategy[dict[str, object]]:
    """Rows that a real source could give: documentation addresses, sane times, any extras."""
    counters = st.tuples(st.integers(0, 2**40), st.integers(0, 2**30))
    extras = st.fixed_dictionaries({}, optional={c.name: column_values(c) for c in _FREE})
    plain = st.builds(
        flow,
        endpoints(subscribers=True),
        st.builds("{}/{}".format, endpoints(subscribers=False), st.sampled_from(sorted(NUMBERS))),
        at_s=st.floats(0, 86_400),
        lasts_s=st.floats(0, 3_600),
        sent=counters,
        answered=st.none() | counters,
    )
    return st.builds(lambda row, extra: row | extra, plain, extras)


def flow_tables(*, min_size: int = 0, max_size: int = 20) -> st.SearchStrategy[pa.Table]:
    """Flow tables of such rows."""
    return st.lists(flow_rows(), min_size=min_size, max_size=max_size).map(flow_table)


def _values(kind: Type) -> st.SearchStrategy[object]:
    if kind in _RANGES:
        return st.integers(*_RANGES[kind])
    if kind is Type.F64:
        return st.floats(allow_nan=False)
    if kind is Type.BOOL:
        return st.booleans()
    if kind is Type.MOMENT:
        return st.datetimes(_BEFORE, _AFTER).map(_to_millisecond)
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def _to_millisecond(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _in(network: IPv4Network) -> st.SearchStrategy[object]:
    return st.integers(0, network.num_addresses - 1).map(network.__getitem__)
