"""Mail staging: where a domain stands, whether the next step may be taken, and what changed lately."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from noroshi.jobs.readiness.mail_forecasting import Asked, knowledge_of, read_seen
from noroshi.jobs.readiness.mail_importing import mail_folder
from noroshi.readiness.check import Check
from noroshi.readiness.mail.analyse.other_reports import read_failures, read_tls, recent_since
from noroshi.readiness.mail.analyse.sources import DAY_S
from noroshi.readiness.mail.dmarc import NoAnswer, walk
from noroshi.readiness.mail.judge.forecast import GATE_DAYS, forecast, last_days
from noroshi.readiness.mail.judge.stage import stage
from noroshi.readiness.mail.judge.watch import RECENT_DAYS, watch
from noroshi.readiness.mail.judge.watch_reports import watch_failures, watch_tls
from noroshi.readiness.stage import Stage
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SourceError, canonical_domain

WATCHED_DAYS = 35


def stage_of(asked: Asked, home: Home, *, now: datetime) -> Stage:
    """The stage of a domain; the gate looks at the reports of the last days unless a time is given.

    Raises:
        ConfigError: Nobody answers for the DNS.
        SourceError: The domain's record cannot be looked up.
    """
    if asked.lookup is None:
        raise ConfigError("the stage is read from the DNS: give --resolver or --zone")
    domain = canonical_domain(asked.domain)
    try:
        policy = walk(domain, asked.lookup).policy
    except NoAnswer as error:
        raise SourceError(f"there is no answer for {error}; try again later") from error
    asked = replace(asked, start=asked.start or last_days(now, 2 * GATE_DAYS))
    seen = read_seen(asked, home)
    found = forecast(seen, knowledge_of(asked), asked.policy) if seen.reports else None
    return stage(domain, policy, found)


def watch_mail(asked: Asked, home: Home, *, now: datetime) -> Iterator[Check]:
    """What changed lately in the reports of a domain: aggregate, then TLS, then failure reports."""
    asked = replace(asked, start=asked.start or last_days(now, WATCHED_DAYS))
    today = int(now.timestamp()) // DAY_S
    yield from watch(read_seen(asked, home), knowledge_of(asked), today=today)
    folder, domain = mail_folder(home), canonical_domain(asked.domain)
    start_s = asked.start.timestamp() if asked.start else 0
    end_s = asked.end.timestamp() if asked.end else float("inf")
    since_s = recent_since(today, RECENT_DAYS)
    tls = read_tls(folder / "tls", domain, start_s=start_s, since_s=since_s, end_s=end_s)
    failures = read_failures(folder / "failure", domain, start_s=start_s, since_s=since_s, end_s=end_s)  # fmt: skip
    yield from watch_tls(tls, domain)
    yield from watch_failures(failures, domain)
