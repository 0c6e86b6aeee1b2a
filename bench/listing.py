"""Made entries of a long list, each with words, times and a subject of its own, as real ones have."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address

from noroshi.spine.model import Endpoint, Standing, Subject, Text
from noroshi.spine.store.lists import Change
from noroshi.testing.indicators import make_indicator

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""The present of the benches."""

LABELS = ("c2-http-beacon", "c2-p2p", "c2-irc", "c2-tls-beacon", "c2-dns", "c2-loader")
HOUR = timedelta(hours=1)


def subject(number: int) -> Subject:
    """Of eight: four IPv4 endpoints, one of IPv6, one address, two names; none is ever asked."""
    kind, order = number % 8, number // 8
    address = f"198.{18 + (order >> 16 & 1)}.{order >> 8 & 255}.{order & 255}"
    port = 1024 + 8 * (order >> 17) + kind
    if kind < 4:
        return Subject.endpoint(Endpoint(address, port, "tcp"))
    if kind == 4:
        return Subject.endpoint(Endpoint(str(IPv6Address((0x20010DB8 << 96) + order)), 443, "tcp"))
    if kind == 5:
        return Subject.ip(address)
    return Subject.domain(f"c2-{number}.example")


def change(number: int, standing: Standing = Standing.LIVE) -> Change:
    """The entry of a number."""
    every_s, clients = 30 + number * 7919 % 86_400, 3 + number % 977
    seen = AT - (2 + number % 240) * HOUR
    reasons = (
        Text(
            ja=f"{clients} 加入者が約 {every_s} 秒ごとに接続します。",
            en=f"{clients} subscribers connect about every {every_s} s.",
        ),
    )
    made = make_indicator(subject(number), label=LABELS[number % len(LABELS)], reasons=reasons)
    indicator = replace(
        made,
        confidence=60 + number % 40,
        first_seen=seen - (1 + number % 100) * HOUR,
        last_seen=seen,
        valid_from=seen + timedelta(minutes=3, microseconds=number // 5_000),
        valid_until=AT + timedelta(days=1 + number % 30),
    )
    return Change(
        collection="c2-servers",
        indicator=indicator,
        standing=standing,
        reason=Text(ja=f"評価 {clients}。", en=f"Score {clients}."),
        by="policy:bench",
    )
