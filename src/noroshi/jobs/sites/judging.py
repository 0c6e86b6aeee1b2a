"""Job: visit addresses, judge what was seen, keep the evidence.

The browser is behind one function, `LookAt`: the job does not know which one looks.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypedDict
from urllib.parse import unquote, urlsplit

import msgspec

from noroshi.sites.analyse import url_parts
from noroshi.sites.brands import shipped_brands
from noroshi.sites.brands.brand_list import read_brands
from noroshi.sites.brands.references import FILE as REFERENCES
from noroshi.sites.brands.references import read_references
from noroshi.sites.judge import TriageModel, shipped_model
from noroshi.sites.judge.page_judge import Judged, PageJudge, PageParameters
from noroshi.sites.judge.plan import PROFILES, wants_another
from noroshi.sites.judge.weigh import FILE as OWN_WEIGHTS
from noroshi.sites.judge.weigh import PageWeights, read_page_weights, shipped_page_weights
from noroshi.sites.sense import mask_victim
from noroshi.sites.visit import Visit
from noroshi.spine.home import Home
from noroshi.spine.model import InputError, canonical_url
from noroshi.spine.model.site_report import Channel
from noroshi.spine.net.web_server import WebAnswer, WebRequest


class LookAt(Protocol):
    """Whoever looks at a page."""

    def __call__(
        self, url: str, profile: str, *, channel: Channel | None = None
    ) -> Awaitable[Visit]:
        """One look at an address by a profile's name, as it arrives from a channel."""
        ...


AT_ONCE = 4
"""Addresses that are looked at together."""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """One address to judge; with `html` it is a page to serve on loopback."""

    url: str
    id: str = ""
    html: str = ""


class JudgedRow(TypedDict):
    """What is told of one address."""

    id: str
    url: str
    verdict: str
    score: float
    brand: str
    route: str
    reasons: list[dict[str, str]]
    counterfactual: dict[str, str]
    visits: int
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingParameters:
    """How addresses are judged.

    Attributes:
        judge: Weighs what was seen.
        triage: Says how suspicious an address is by its text.
        evidence: Folder for the evidence, one folder an address below it.
        profiles: Who looks, in order; the later ones only where something may be hidden.
    """

    judge: PageJudge
    triage: TriageModel
    evidence: Path
    profiles: tuple[str, ...] = PROFILES


def own_parameters(home: Home) -> JudgingParameters:
    """The judge with the home's own weights, brands and captured references, where it has them.

    Raises:
        ConfigError: A file of the operator's is wrong; the message names it.
    """
    brands, own = shipped_brands(), home.path / "sites" / "brands.tsv"
    if own.exists():
        brands = brands.with_own(read_brands(own))
    references = read_references(home.path / "sites" / REFERENCES)
    judge = PageJudge(
        PageParameters(weights=weights_in_force(home), brands=brands, references=references)
    )
    return JudgingParameters(judge=judge, triage=shipped_model(), evidence=home.evidence / "sites")


def weights_in_force(home: Home) -> PageWeights:
    """The home's own weights where it has some, else the shipped ones.

    Raises:
        ConfigError: The home's file holds no weights.
    """
    own = home.path / "sites" / OWN_WEIGHTS
    return read_page_weights(own) if own.exists() else shipped_page_weights()


def read_addresses(lines: Iterable[bytes | None], refused: Counter[str]) -> list[Address]:
    """Rows of a file of pages; bad ones are counted by reason."""
    kept: list[Address] = []
    for line in lines:
        if line is None:
            refused["line-too-long"] += 1
            continue
        try:
            row = msgspec.json.decode(line, type=Address)
            canonical_url(row.url)
        except msgspec.DecodeError:
            refused["no-page"] += 1
        except InputError:
            refused["not-a-web-url"] += 1
        else:
            kept.append(row)
    return kept


@dataclass
class PlayedPages:
    """Answers for pages that were given with their addresses; a page that is not there is a 404."""

    pages: Sequence[Address]
    _by_place: dict[tuple[str, str, str], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for page in self.pages:
            # The visitor leaves out what would tell whom an address was sent to.
            parts = urlsplit(canonical_url(mask_victim(canonical_url(page.url))))
            self._by_place[(parts.hostname or "", unquote(parts.path) or "/", parts.query)] = (
                page.html.encode(errors="replace")
            )

    async def answer(self, request: WebRequest) -> WebAnswer:
        """The page at exactly this address, or at this address without its query."""
        for query in (request.query, ""):
            page = self._by_place.get((request.host, request.path, query))
            if page is not None:
                return WebAnswer(body=page)
        return WebAnswer(status=404, body=b"<title>404 Not Found</title>")


async def judge_addresses(
    addresses: Sequence[Address], look: LookAt, parameters: JudgingParameters
) -> AsyncIterator[JudgedRow]:
    """Verdicts in the order of the addresses; several are looked at together."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(address: Address) -> JudgedRow:
        async with turn:
            return await _judge(address, look, parameters)

    tasks = [asyncio.create_task(one(address)) for address in addresses]
    try:
        for task in tasks:
            yield await task
    finally:
        for task in tasks:
            task.cancel()


async def judge_one(
    url: str, look: LookAt, parameters: JudgingParameters
) -> tuple[Judged, list[Visit]]:
    """Look with one profile, and with the next as long as something may be hidden."""
    triage = parameters.triage.log_odds(url_parts(url))
    visits: list[Visit] = []
    for profile in parameters.profiles:
        visits.append(await look(url, profile))
        judged = parameters.judge.judge(visits, triage=triage)
        if not wants_another(judged):
            break
    return judged, visits


async def _judge(address: Address, look: LookAt, parameters: JudgingParameters) -> JudgedRow:
    judged, visits = await judge_one(canonical_url(address.url), look, parameters)
    folder = parameters.evidence / judged.finding.id
    await asyncio.to_thread(keep_evidence, folder, judged, visits)
    finding, called = judged.finding, judged.called
    return JudgedRow(
        id=address.id or finding.id,
        url=address.url,
        verdict=called.verdict.value,
        score=finding.score,
        brand=called.brand,
        route=called.route.value,
        reasons=[one.text.as_dict() for one in finding.evidence],
        counterfactual=finding.counterfactual.as_dict(),
        visits=len(visits),
        evidence=str(folder),
    )


def keep_evidence(folder: Path, judged: Judged, visits: Sequence[Visit]) -> None:
    """Write finding, visits, screens and markup of one address; markup as text, so that nothing opens it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "finding.json").write_bytes(msgspec.json.encode(judged.finding.as_dict()) + b"\n")
    for number, visit in enumerate(visits, start=1):
        (folder / f"visit-{number}.json").write_bytes(msgspec.json.encode(_plain(visit)) + b"\n")
        (folder / f"visit-{number}.html.txt").write_text(
            visit.html, encoding="utf-8", errors="replace"
        )
        if visit.screenshot:
            (folder / f"visit-{number}.png").write_bytes(visit.screenshot)


def _plain(visit: Visit) -> dict[str, object]:
    """A visit without what is kept in files of its own."""
    names = (name for name in visit.__slots__ if name not in {"html", "screenshot", "favicon"})
    return {name: getattr(visit, name) for name in names}
