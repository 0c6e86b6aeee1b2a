"""Zone checks: signatures and their times, NSEC3, delegations, servers, and the verdict on the whole."""

from collections.abc import Iterator

from noroshi.readiness.check import Check, Level, say
from noroshi.readiness.dnssec.denial import MOST_ITERATIONS
from noroshi.readiness.dnssec.facts import Facts
from noroshi.readiness.dnssec.verdict import ABOUT, Fault, State, Verdict

HOUR_S, DAY_S = 3_600, 86_400
SOON_S = 3 * DAY_S
"""Signatures that end within it are renewed late, whatever the signer."""

SHORT_S, LONG_S = 3 * DAY_S, 60 * DAY_S
"""Lives of signatures: RFC 6781 section 4.4.2 weighs days against months."""

CROWD = 100
"""Below so many signatures nobody minds that they end together."""

_LEVELS = {
    State.SECURE: Level.GOOD, State.INSECURE: Level.NOTE,
    State.INDETERMINATE: Level.UNKNOWN, State.BOGUS: Level.BAD,
}  # fmt: skip
_WEEK = ("署名の更新を今すぐ行い、自動更新を直す。", "Sign again now, and mend the renewal.")


def verdict_checks(facts: Facts) -> Iterator[Check]:
    """The verdict from the trust anchor down."""
    if facts.verdict is not None:
        yield _verdict_check("dnssec.chain", facts.zone.to_text(), facts.verdict)


def signature_checks(facts: Facts) -> Iterator[Check]:
    """Faults, then times."""
    zone, found = facts.zone.to_text(), facts.signatures
    if facts.keys is None:
        return
    for fault, count in sorted(found.faults.items()):
        about, shown = ABOUT[fault], ", ".join(found.examples[fault])
        yield say(f"dnssec.{fault}", Level.BAD, zone,
            (f"{about.text.ja}{count:,} 件：{shown}", f"{about.text.en} {count:,}: {shown}"),
            remedy=about.remedy_pair, source="RFC 4035 5.3")  # fmt: skip
    if found.good and not found.faults:
        yield say("dnssec.signatures", Level.GOOD, zone,
            (f"調べた {found.good:,} 件の署名はすべて正しい。", f"All {found.good:,} signatures that were checked are good."))  # fmt: skip
    if found.extra:
        yield say("dnssec.extra-signatures", Level.NOTE, zone,
            (f"対象のない署名が {found.extra:,} 件ある。", f"{found.extra:,} signatures cover nothing of the zone."),
            remedy=("署名し直すと消える。", "They go when the zone is signed anew."))  # fmt: skip
    yield from _times(facts)


def denial_checks(facts: Facts) -> Iterator[Check]:
    """Checks of NSEC3 parameters and of the chain."""
    zone = facts.zone.to_text()
    for record in facts.hashed[:1]:
        yield from _parameters(zone, record.iterations, len(record.salt))
    if facts.opts_out:
        yield say("dnssec.opt-out", Level.NOTE, zone,
            (f"opt-out を使っている（署名のない委任 {facts.unsigned_cuts:,} 件）。", f"It opts out ({facts.unsigned_cuts:,} unsigned delegations)."),
            remedy=("大きなレジストリのゾーンでなければ、使わない。", "Turn it off unless the zone is a large registry's."), source="RFC 9276 3.1")  # fmt: skip
    if facts.broken_chain:
        shown = ", ".join(facts.broken_chain)
        yield say("dnssec.chain-of-names", Level.BAD, zone,
            (f"NSEC または NSEC3 の鎖が切れている：{shown}", f"The chain of NSEC or NSEC3 is broken at {shown}"),
            remedy=ABOUT[Fault.NO_PROOF].remedy_pair, source="RFC 4035 2.3, RFC 5155 7.1")  # fmt: skip
    if facts.cuts:
        yield say("dnssec.delegations", Level.NOTE, zone,
            (f"委任 {facts.cuts:,} 件のうち {facts.unsigned_cuts:,} 件に DS がない。", f"{facts.unsigned_cuts:,} of {facts.cuts:,} delegations have no DS."))  # fmt: skip


def server_checks(facts: Facts) -> Iterator[Check]:
    """Checks of each server, and whether they agree."""
    zone = facts.zone.to_text()
    for seen in facts.servers:
        name = f"{zone} @{seen.server}"
        if seen.serial is None:
            yield say("dnssec.server", Level.UNKNOWN, name, ABOUT[Fault.NO_ANSWER].text_pair, remedy=ABOUT[Fault.NO_ANSWER].remedy_pair)  # fmt: skip
            continue
        if not seen.authoritative:
            yield say("dnssec.lame", Level.BAD, name, ("このゾーンの権威サーバでない。", "It does not serve the zone (lame)."),
                remedy=ABOUT[Fault.NO_ANSWER].remedy_pair, source="RFC 1912 2.8")  # fmt: skip
        if not seen.tcp:
            yield say("dnssec.tcp", Level.BAD, name, ("TCP で答えない。大きな答えが届かない。", "It does not answer over TCP, so that large answers are lost."),
                remedy=("TCP の 53 番を開ける。", "Open TCP port 53."), source="RFC 7766")  # fmt: skip
        if seen.verdict is not None:
            yield _verdict_check("dnssec.server", name, seen.verdict)
    alive = [seen for seen in facts.servers if seen.serial is not None]
    if len({(seen.serial, seen.keys) for seen in alive}) > 1:
        shown = ", ".join(f"{seen.server}: {seen.serial} {list(seen.keys)}" for seen in alive)
        yield say("dnssec.disagree", Level.WARN, zone,
            (f"サーバの版か鍵が違う：{shown}", f"Servers differ in serial or keys: {shown}"),
            remedy=("ゾーン転送を調べる。", "Look at zone transfers."), source="RFC 4035 3.1")  # fmt: skip


def _verdict_check(code: str, name: str, verdict: Verdict) -> Check:
    level = _LEVELS[verdict.state]
    if verdict.fault is None:
        return say(code, level, name, ("トラストアンカーから検証できる。", "It validates from the trust anchor."))  # fmt: skip
    about = ABOUT[verdict.fault]
    at = verdict.at.to_text()
    ede = f" (EDE {about.ede})" if about.ede is not None else ""
    return say(code, level, name,
        (f"{verdict.state}：{about.text.ja}（{at}）{ede}", f"{verdict.state}: {about.text.en} ({at}){ede}"),
        remedy=about.remedy_pair, source="RFC 4035 4.3, RFC 8914")  # fmt: skip


def _times(facts: Facts) -> Iterator[Check]:
    zone, found, now = facts.zone.to_text(), facts.signatures, facts.now
    if found.expires is None or found.begins is None or found.life_s is None:
        return
    left = found.expires - now
    level = Level.WARN if left < SOON_S else Level.GOOD
    yield say("dnssec.expiry", level, zone,
        (f"最初の署名はあと {left / DAY_S:.1f} 日で切れる。", f"The first signature ends in {left / DAY_S:.1f} days."),
        remedy=_WEEK if level is Level.WARN else None, source="RFC 6781 4.4.2")  # fmt: skip
    if now - found.begins < 5 * 60:
        yield say("dnssec.clock", Level.NOTE, zone,
            (f"最後の署名は {now - found.begins} 秒前に始まる。時計の遅れた検証器が拒む。", f"The last signature began {now - found.begins} s ago: validators with late clocks refuse it."),
            remedy=("署名の開始を 1 時間前にする。", "Let signatures begin an hour early."), source="RFC 6781 4.4.2")  # fmt: skip
    yield from _lives(zone, found.life_s)
    most = max(found.ends.values())
    if found.good > CROWD and most > found.good // 2:
        yield say("dnssec.jitter", Level.NOTE, zone,
            (f"{most:,} 件の署名が同じ秒に切れる。", f"{most:,} signatures end in the same second."),
            remedy=("期限をばらす（jitter）。", "Spread the ends (jitter)."), source="RFC 6781 4.4.2")  # fmt: skip
    if found.outlived:
        yield say("dnssec.ttl", Level.WARN, zone,
            (f"{found.outlived:,} 件で、TTL が署名の残りより長い。", f"In {found.outlived:,} places the TTL is longer than what is left of the signature."),
            remedy=("TTL を短くするか、早めに署名し直す。", "Shorten TTLs, or sign again earlier."), source="RFC 6781 4.4.1")  # fmt: skip
    if facts.soa is not None and facts.soa.expire > left:
        yield say("dnssec.soa-expire", Level.NOTE, zone,
            (f"SOA の expire（{facts.soa.expire / DAY_S:.1f} 日）が署名の残りより長い。", f"The SOA's expire ({facts.soa.expire / DAY_S:.1f} days) is longer than what is left of a signature."),
            remedy=("expire を署名の有効期間の 1/3 ほどにする。", "Set expire to about a third of the signatures' life."), source="RFC 6781 4.4.1")  # fmt: skip


def _lives(zone: str, life_s: int) -> Iterator[Check]:
    if SHORT_S <= life_s <= LONG_S:
        return
    is_short = life_s < SHORT_S
    yield say("dnssec.validity", Level.WARN if is_short else Level.NOTE, zone,
        (f"署名の有効期間は {life_s / DAY_S:.1f} 日である。", f"Signatures live {life_s / DAY_S:.1f} days."),
        remedy=("2 週間ほどにする。週末の故障を越え、盗まれた署名は長く残らない。", "Take about two weeks: it outlives a weekend's failure, and stolen signatures die soon."),
        source="RFC 6781 4.4.2")  # fmt: skip


def _parameters(zone: str, iterations: int, salt: int) -> Iterator[Check]:
    if iterations:
        level = Level.BAD if iterations > MOST_ITERATIONS else Level.WARN
        yield say("dnssec.nsec3-iterations", level, zone,
            (f"NSEC3 の繰り返しは {iterations} 回である。", f"NSEC3 iterates {iterations} times."),
            remedy=ABOUT[Fault.ITERATIONS].remedy_pair, source="RFC 9276 3.1")  # fmt: skip
    if salt:
        yield say("dnssec.nsec3-salt", Level.NOTE, zone,
            (f"NSEC3 のソルトは {salt} オクテットである。", f"NSEC3 has a salt of {salt} octets."),
            remedy=ABOUT[Fault.ITERATIONS].remedy_pair, source="RFC 9276 3.1")  # fmt: skip
    if not iterations and not salt:
        yield say("dnssec.nsec3", Level.GOOD, zone, ("NSEC3 は繰り返し 0、ソルトなし。", "NSEC3 has 0 iterations and no salt."), source="RFC 9276 3.1")  # fmt: skip
