"""DNSSEC rehearsing: what validation would break for the clients of a query log."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from threading import local

import dns.exception
import dns.name
import dns.rdatatype

from noroshi.readiness.dnssec.anchor import read_anchors
from noroshi.readiness.dnssec.rehearsal import MOST_NAMES, Question, Rehearsal
from noroshi.readiness.dnssec.sense.query_log import FORMATS, Reading, read_log
from noroshi.readiness.dnssec.validator import Validator
from noroshi.readiness.dnssec.verdict import Fault, State, Verdict
from noroshi.spine.home import Home, read_or_make_key
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.dns_server import DnsServer

LOG_FORMATS = ("auto", *FORMATS, "csv")
KEPT_EACH = 200
"""Verdicts that a kill may lose."""

WORKERS = 8
_MASK_SIZE = 8
_KEY_OCTETS = 32
_SKIPPED = frozenset({"ANY", "AXFR", "IXFR", "RRSIG", "OPT", "TSIG", "TKEY", "MAILA", "MAILB"})
"""Types that carry no data of their own to validate."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is rehearsed.

    Attributes:
        log: The query log.
        form: Its format, or `auto`.
        resolver: Who finds the answers; asked with CD.
        anchor: File of trust anchors; null for the root's own.
        rate: Names a second, at most.
    """

    log: Path
    form: str = "auto"
    resolver: str
    anchor: Path | None = None
    rate: float = 50.0

    def __post_init__(self) -> None:
        if self.rate <= 0:
            raise ConfigError("the rate must be above 0 names a second")

    def file(self, home: Home) -> Path:
        """Where the rehearsal lies: another log, resolver or anchor is another rehearsal."""
        stat = self.log.stat()
        anchor = self.anchor.read_bytes() if self.anchor else b""
        seen = repr((str(self.log.resolve()), stat.st_size, stat.st_mtime_ns, self.resolver))
        digest = blake2b(seen.encode() + anchor, digest_size=8).hexdigest()
        return dnssec_folder(home) / f"rehearsal-{digest}.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a rehearsal found.

    Attributes:
        names: Names with their types, by verdict.
        users: Clients in the log.
        hit: Clients that would meet a failure.
        lines: Lines of the log.
        refused: Lines left out.
    """

    names: Counter[str]
    users: int
    hit: int
    lines: int
    refused: int

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "kind": "summary",
            "names": dict(self.names),
            "users": self.users,
            "users_hit": self.hit,
            "lines": self.lines,
            "refused": self.refused,
        }


def dnssec_folder(home: Home) -> Path:
    """Where rehearsals, exceptions and looks of a home lie."""
    return home.lake / "dnssec"


@contextmanager
def rehearsal_of(home: Home) -> Iterator[Rehearsal]:
    """The latest rehearsal of a home.

    Raises:
        ConfigError: There is none.
    """
    files = _rehearsals(home)
    if not files:
        raise ConfigError("nothing was rehearsed yet; run: noroshi readiness dnssec rehearse LOG")
    with closing(Rehearsal(files[-1])) as found:
        yield found


def known_before(home: Home, path: Path) -> set[str] | None:
    """Names that the rehearsal before this one found failing; null where there was none."""
    others = [other for other in _rehearsals(home) if other != path]
    if not others:
        return None
    with closing(Rehearsal(others[-1])) as found:
        return found.failing()


def _rehearsals(home: Home) -> list[Path]:
    """Files of all rehearsals, the latest last."""
    return sorted(dnssec_folder(home).glob("rehearsal-*.db"), key=lambda path: path.stat().st_mtime)


def rehearse(
    asking: Asking, home: Home, *, now: int, progress: Progress = lambda _done, _all: None
) -> Path:
    """Validate every name of a log; gives the rehearsal's file. Run again to go on where it stopped.

    Raises:
        ConfigError: The log or the anchors cannot be read.
        SourceError: The resolver does not answer.
    """
    home.create()
    path = asking.file(home)
    mask = _Mask(read_or_make_key(home.pseudonym_key_file, _KEY_OCTETS))
    with closing(Rehearsal(path)) as book:
        if not book.is_filled:
            _fill(book, asking, mask)
        _judge(book, asking, now, progress)
        _count(book, asking, mask)
    return path


def summary(book: Rehearsal) -> Summary:
    """What a rehearsal found."""
    return Summary(
        names=book.states(),
        users=book.note("users"),
        hit=book.note("hit"),
        lines=book.note("lines"),
        refused=book.note("refused"),
    )


class _Mask:
    """Keyed pseudonyms of clients; they live in memory only."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, client: str) -> bytes:
        return blake2b(client.encode(), key=self._key, digest_size=_MASK_SIZE).digest()


def _fill(book: Rehearsal, asking: Asking, mask: _Mask) -> None:
    counts: Counter[Question] = Counter()
    users: set[bytes] = set()
    reading = Reading(0, Counter())
    for asked in read_log(asking.log, asking.form, reading):
        users.add(mask.of(asked.client))
        question = Question(asked.name, asked.kind)
        if asked.kind in _SKIPPED or (len(counts) >= MOST_NAMES and question not in counts):
            reading.refused["type" if asked.kind in _SKIPPED else "too many names"] += 1
            continue
        counts[question] += 1
    book.put("refused", reading.refused.total())
    book.fill(counts.items(), users=len(users), lines=reading.lines)


def _judge(book: Rehearsal, asking: Asking, now: int, progress: Progress) -> None:
    server = DnsServer.at(asking.resolver)
    todo = list(book.open_questions())
    if todo and server.ask(dns.name.root, dns.rdatatype.NS) is None:
        raise SourceError(f"{server} does not answer; start the resolver, or give another")
    anchors = read_anchors(asking.anchor)
    each = local()

    def validate(question: Question) -> tuple[Question, Verdict]:
        if not hasattr(each, "validator"):
            each.validator = Validator(server, anchors, now=now)
        return question, _verdict(each.validator, question)

    ready: list[tuple[Question, Verdict]] = []
    with ThreadPoolExecutor(WORKERS) as pool:
        for place, done in enumerate(_paced(pool, validate, todo, asking.rate), 1):
            ready.append(done)
            if len(ready) >= KEPT_EACH:
                book.judge(ready)
                ready.clear()
            progress(place, len(todo))
    book.judge(ready)


def _paced(
    pool: ThreadPoolExecutor,
    validate: Callable[[Question], tuple[Question, Verdict]],
    todo: list[Question],
    rate: float,
) -> Iterator[tuple[Question, Verdict]]:
    """Verdicts as they come, no more started in a second than the rate."""
    running: set[Future[tuple[Question, Verdict]]] = set()
    due = time.monotonic()
    for question in todo:
        due = max(due + 1 / rate, time.monotonic())
        time.sleep(max(0.0, due - time.monotonic()))
        running.add(pool.submit(validate, question))
        if len(running) >= 2 * WORKERS:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (one.result() for one in done)
    yield from (one.result() for one in running)


def _verdict(validator: Validator, question: Question) -> Verdict:
    name = dns.name.from_text(question.name)
    try:
        kind = dns.rdatatype.from_text(question.kind)
    except (dns.exception.DNSException, ValueError):
        return Verdict(state=State.INDETERMINATE, at=name, fault=Fault.SERVER)
    return validator.validate(name, kind)


def _count(book: Rehearsal, asking: Asking, mask: _Mask) -> None:
    """Count the clients of failing names: the log is read again, so that none had to be kept."""
    failing = book.failing()
    users: dict[str, set[bytes]] = {name: set() for name in failing}
    if failing:
        for asked in read_log(asking.log, asking.form, Reading(0, Counter())):
            if asked.name in users:
                users[asked.name].add(mask.of(asked.client))
    book.count_users({name: len(clients) for name, clients in users.items()})
    book.put("hit", len(set().union(*users.values())))
