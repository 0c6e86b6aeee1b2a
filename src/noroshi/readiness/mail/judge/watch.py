"""Watch: what changed lately in a domain's reports: new senders, silent reporters, more failures."""

from collections.abc import Iterator

from noroshi.readiness.check import Check, Level, say
from noroshi.readiness.mail.analyse.sources import DAY_S, Seen
from noroshi.readiness.mail.judge.blame import LEGITIMATE, Knowledge, sender_class
from noroshi.readiness.mail.judge.forecast import GATE_SHARE

RECENT_DAYS = 7
NEW_MESSAGES = 10
"""A new source below this is noise."""


def watch(seen: Seen, known: Knowledge, *, today: int) -> Iterator[Check]:
    """What changed.

    Args:
        seen: Sources of the last weeks.
        known: What is known beside the reports.
        today: The day, since 1970.
    """
    since = today - RECENT_DAYS
    domain = known.domain
    if not any(day >= since for day in seen.days):
        yield say(
            "mail.silent", Level.BAD, domain,
            (f"この {RECENT_DAYS} 日、レポートがない。", f"There was no report for {RECENT_DAYS} days."),
            remedy=("rua の宛先に届いているか、取り込みが動いているかを調べる。",
                    "See whether rua still arrives and the import still runs."),
        )  # fmt: skip
        return
    yield from _gaps(seen, domain, since)
    for source in sorted(seen.sources.values(), key=lambda one: -one.messages):
        if min(source.daily) >= since and source.messages >= NEW_MESSAGES:
            kind = sender_class(source, known)
            yield say(
                "mail.new-sender", Level.NOTE if kind in LEGITIMATE else Level.WARN, domain,
                (f"新しい送信元 {source.address}（{kind}）：{source.messages:,} 通、失敗 {source.failed:,} 通。",
                 (f"New sender {source.address} ({kind}): {source.messages:,} messages, "
                 f"{source.failed:,} failed.")),
            )  # fmt: skip
    yield from _regressions(seen, known, since)


def _gaps(seen: Seen, domain: str, since: int) -> Iterator[Check]:
    last: dict[str, int] = {}
    for org, begin_s, _ in seen.reports:
        last[org] = max(last.get(org, 0), begin_s // DAY_S)
    for org in sorted(org for org, day in last.items() if day < since):
        yield say(
            "mail.reporter-gone", Level.NOTE, domain,
            (f"{org} からのレポートが {RECENT_DAYS} 日途絶えている。",
             f"{org} sent no report for {RECENT_DAYS} days."),
        )  # fmt: skip


def _regressions(seen: Seen, known: Knowledge, since: int) -> Iterator[Check]:
    for source in seen.sources.values():
        if sender_class(source, known) not in LEGITIMATE:
            continue
        before, after = [0, 0], [0, 0]
        for day, (messages, failed) in source.daily.items():
            part = after if day >= since else before
            part[0] += messages
            part[1] += failed
        if not before[0] or not after[0]:
            continue
        was, now = before[1] / before[0], after[1] / after[0]
        if now >= max(10 * GATE_SHARE, 2 * was) and after[1] >= NEW_MESSAGES:
            yield say(
                "mail.regression", Level.BAD, known.domain,
                (f"{source.address} の失敗が {was:.2%} から {now:.2%} に増えた。",
                 f"Failures of {source.address} rose from {was:.2%} to {now:.2%}."),
                remedy=("最近変えた署名や経路の設定を戻す。",
                        "Take back what was changed in signing or routing."),
            )  # fmt: skip
