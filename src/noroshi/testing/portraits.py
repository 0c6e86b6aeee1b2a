"""Portraits with known contents, seeded: for tests, for looking at pages, for documentation."""

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from noroshi.relay.explain import (
    ClientRow,
    Comparison,
    Contacts,
    Histogram,
    Portrait,
    Summary,
    TrueServer,
    Truth,
)
from noroshi.spine.model import Detector, Endpoint, Evidence, Finding, Subject, Text, Window

DAY = Window(
    datetime(2026, 1, 4, 15, tzinfo=UTC), datetime(2026, 1, 4, 15, tzinfo=UTC) + timedelta(days=1)
)
"""Monday 5 January 2026 in Japan."""

DETECTOR = Detector(name="c2-flow", version="1.0.0", parameters="sha256:1f0c9a7b")

NAMES = {
    "c2.regular": Text(ja="接触の規則性", en="Regular contacts"),
    "c2.symptoms": Text(ja="利用者のほかの兆候", en="Clients' other symptoms"),
    "c2.exclusive-port": Text(ja="ポートの専有", en="Exclusive port"),
    "c2.same-size": Text(ja="大きさの反復", en="Repeated sizes"),
    "c2.rare": Text(ja="利用者の少なさ", en="Rarity"),
    "c2.around-clock": Text(ja="昼夜を問わない活動", en="Active around the clock"),
    "c2.answered": Text(ja="応答の割合", en="Share answered"),
    "c2.long-idle": Text(ja="長い低速セッション", en="Long, slow sessions"),
}
"""Short names of the evidence below."""

_TERMS = (
    ("c2.regular", 0.91, "1", 0.12, 3.12, "接触の間隔がそろっている（規則性 0.91、通常 0.12）。", "Contacts come at even gaps: regularity 0.91, usually 0.12."),
    ("c2.symptoms", 5.0, "clients", 0.3, 2.64, "接触した 7 の利用者のうち 5 が、同じ日に 23/tcp を走査した。", "Of the 7 clients, 5 scanned port 23/tcp on the same day."),
    ("c2.exclusive-port", 86.0, "%", 4.0, 1.47, "利用者の 86 % は、このポートでほかのサーバーに接触していない。", "For 86 % of its clients this is the only server on that port."),
    ("c2.same-size", 0.78, "1", 0.21, 1.05, "送信量の 78 % が同じ 64 バイトの幅に入る。", "78 % of the sizes sent lie in one band of 64 octets."),
    ("c2.rare", 7.0, "clients", 3.0, 0.62, "利用者は 7 で、全体の 0.2 % にとどまる。", "It has 7 clients, 0.2 % of all."),
    ("c2.around-clock", 23.0, "h", 6.0, 0.48, "1 日のうち 23 時間に接触があり、夜間も減らない。", "It is contacted in 23 hours of the day, at night as much as by day."),
    ("c2.answered", 93.0, "%", 97.0, -0.35, "接触の 93 % に応答があり、不達は少ない。", "It answers 93 % of the contacts, so few fail."),
)  # fmt: skip


def sample_finding(
    address: str = "203.0.113.80",
    port: int = 8080,
    score: float = 0.974,
    label: str = "c2-http-beacon",
    clients: int = 7,
) -> Finding:
    """A finding with seven terms of evidence."""
    evidence = tuple(
        Evidence(
            code=code, value=value, unit=unit, baseline=usual, weight=weight,
            text=Text(ja=ja, en=en), source="c2.server_evidence",
        )
        for code, value, unit, usual, weight, ja, en in _TERMS
    )  # fmt: skip
    return Finding(
        kind="c2-server",
        subject=Subject.endpoint(Endpoint(address, port, "tcp")),
        score=score,
        label=label,
        window=DAY,
        clients=clients,
        evidence=evidence,
        counterfactual=Text(
            ja="利用者の兆候（走査）がなければ確率は 73 % に下がる。間隔の規則性も失われると 11 % となり、判定は成り立たない。",
            en="Without its clients' scans the probability would fall to 73 %. If the gaps were irregular as well, it would be 11 %, and the verdict would not stand.",
        ),
        detector=DETECTOR,
    )


def sample_contacts(seed: int = 7, clients: int = 7, window: Window = DAY) -> Contacts:
    """Beacons of several clients, five minutes apart with jitter; some idle, one is dense."""
    dice = np.random.default_rng(seed)
    starts = [_beacon(dice, index, window) for index in range(clients)]
    start_ms = np.concatenate(starts) if starts else np.zeros(0, np.int64)
    count = len(start_ms)
    index = np.repeat(np.arange(clients), [len(s) for s in starts])
    return Contacts(
        client_index=index.astype(np.int64),
        start_ms=start_ms,
        duration_s=dice.gamma(1.2, 1.1, count) + np.where(dice.random(count) < 0.01, 2400, 0),
        octets_up=dice.normal(640, 18, count),
        octets_down=dice.lognormal(6.4, 0.5, count),
        answered=dice.random(count) > 0.07,
    )


def _beacon(dice: np.random.Generator, index: int, window: Window) -> NDArray[np.int64]:
    gap = 60.0 if index == 0 else 300.0 * (1 + index % 3)
    first = window.duration_s * (0.02 + 0.5 * dice.random() * (index % 2))
    count = int((window.duration_s * (0.97 - 0.12 * (index % 3)) - first) / gap)
    times = first + np.cumsum(gap * (1 + dice.uniform(-0.15, 0.15, max(count, 1))))
    times = times[times < window.duration_s]
    return (window.start_ms + 1000 * times).astype(np.int64)


def sample_portrait(
    finding: Finding | None = None, contacts: Contacts | None = None, seed: int = 7
) -> Portrait:
    """A finding with its contacts, clients, gaps and background."""
    finding = finding or sample_finding()
    contacts = sample_contacts(seed, finding.clients or 0) if contacts is None else contacts
    return Portrait(
        finding=finding,
        contacts=contacts,
        clients=_clients(contacts),
        intervals=_intervals(contacts, seed),
        background=_background(),
        window=finding.window,
        names=NAMES,
        prior_log_odds=-5.4,
    )


def _clients(contacts: Contacts) -> tuple[ClientRow, ...]:
    scan = Text(
        ja="23/tcp を 4,120 の宛先へ走査した。", en="Scanned port 23/tcp at 4,120 addresses."
    )
    flood = Text(ja="1 宛先に SYN を毎秒 900 送った。", en="Sent 900 SYN a second to one address.")
    rows = []
    for number, index in enumerate(np.unique(contacts.client_index), 1):
        mine = contacts.client_index == index
        rows.append(
            ClientRow(
                label=f"client {number}",
                contacts=int(mine.sum()),
                first_ms=int(contacts.start_ms[mine].min()),
                last_ms=int(contacts.start_ms[mine].max()),
                octets=float((contacts.octets_up + contacts.octets_down)[mine].sum()),
                symptoms=((scan, flood) if number == 2 else (scan,)) if number < 6 else (),
            )
        )
    return tuple(rows)


def _intervals(contacts: Contacts, seed: int) -> Histogram:
    edges = np.logspace(0, np.log10(86_400), 41)
    order = np.lexsort((contacts.start_ms, contacts.client_index))
    same = np.diff(contacts.client_index[order]) == 0
    gaps = np.diff(contacts.start_ms[order])[same] / 1000
    others = np.random.default_rng(seed).lognormal(5.5, 2.2, 20_000)
    return Histogram(
        edges_s=tuple(edges.tolist()),
        server=tuple(np.histogram(gaps, edges)[0].tolist()),
        background=tuple(np.histogram(others, edges)[0].tolist()),
    )


def _background() -> tuple[Comparison, ...]:
    rows: tuple[tuple[str, float, str, tuple[float, float, float, float, float, float], float], ...]
    rows = (
        ("c2.regular", 0.91, "1", (0.01, 0.05, 0.12, 0.24, 0.55, 0.82), 99.6),
        ("c2.symptoms", 5, "clients", (0, 0, 0, 0, 1, 3), 99.8),
        ("c2.exclusive-port", 86, "%", (0, 1, 4, 17, 62, 91), 98.4),
        ("c2.same-size", 0.78, "1", (0.04, 0.11, 0.21, 0.38, 0.66, 0.9), 97.1),
        ("c2.rare", 7, "clients", (1, 1, 3, 12, 240, 1900), 66),
        ("c2.around-clock", 23, "h", (1, 2, 6, 14, 22, 24), 96.2),
        ("c2.answered", 93, "%", (12, 88, 97, 100, 100, 100), 34),
    )
    return tuple(
        Comparison(code=code, value=value, unit=unit, quantiles=quantiles, percentile=rank)
        for code, value, unit, quantiles, rank in rows
    )


def sample_report() -> tuple[tuple[Finding, ...], tuple[Portrait, ...], Summary, Truth]:
    """Eight findings, two portraits, the run, and a truth with one miss and one false alarm."""
    rows = (
        ("203.0.113.80", 8080, 0.974, "c2-http-beacon", 7),
        ("198.51.100.23", 6667, 0.991, "c2-irc", 12),
        ("2001:db8:5::53", 53, 0.88, "c2-dns", 2),
        ("198.51.100.77", 4782, 0.71, "c2-custom-tcp", 3),
        ("203.0.113.9", 443, 0.56, "c2-http-beacon", 4),
        ("192.0.2.200", 16471, 0.38, "c2-p2p-gate", 5),
        ("192.0.2.123", 123, 0.03, "ntp", 1804),
        ("198.51.100.8", 443, 0.0004, "update-cdn", 2210),
    )
    findings = tuple(sample_finding(*row) for row in rows)
    portraits = tuple(
        sample_portrait(finding, seed=3 + i) for i, finding in enumerate(findings[:2])
    )
    summary = Summary(
        window=DAY, flows=7_412_903, subscribers=4_000, servers=18_260, threshold=0.5, seconds=41.2,
        command="noroshi demo",
    )  # fmt: skip
    families = (
        ("203.0.113.80", "HTTP ビーコン", "HTTP beacon"), ("198.51.100.23", "IRC ボット", "IRC bot"),
        ("2001:db8:5::53", "DNS トンネル", "DNS tunnel"), ("198.51.100.77", "独自 TCP", "custom TCP"),
        ("192.0.2.200", "P2P ゲート", "P2P gate"),
    )  # fmt: skip
    servers = tuple(TrueServer(address=a, family=Text(ja=ja, en=en)) for a, ja, en in families)
    return findings, portraits, summary, Truth(servers=servers)
