"""Job: the range on this machine: played for people, and judged for its figures."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import process_time
from urllib.parse import urlsplit

from noroshi.jobs.sites.judging import JudgingParameters, LookAt
from noroshi.sites.analyse import url_parts
from noroshi.sites.campaign import campaigns_of, trace_of
from noroshi.sites.campaign.cluster import pairwise_f1
from noroshi.sites.evaluate.page_figures import Outcome
from noroshi.sites.judge.page_judge import Judged
from noroshi.sites.judge.plan import wants_another
from noroshi.sites.judge.verdict import SiteVerdict
from noroshi.sites.names import registered_domain
from noroshi.sites.range.corpus import LabelledPage
from noroshi.sites.range.scene import Scene
from noroshi.sites.visit import Visit

AT_ONCE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One address of known truth, judged."""

    outcome: Outcome
    judged: Judged
    visits: tuple[Visit, ...]


async def try_addresses(
    wanted: Sequence[tuple[str, str, int, str, str]], look: LookAt, parameters: JudgingParameters
) -> list[Tried]:
    """Judge addresses of known truth, several at a time, in their order.

    Args:
        wanted: Address, kind, label, brand, group of each.
        look: Who looks.
        parameters: How they are judged.
    """
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(url: str, kind: str, label: int, brand: str, group: str) -> Tried:
        async with turn:
            visits: list[Visit] = []
            spent = 0.0
            triage = parameters.triage.log_odds(url_parts(url))
            for profile in parameters.profiles:
                visits.append(await look(url, profile))
                began = process_time()
                judged = parameters.judge.judge(visits, triage=triage)
                spent += process_time() - began
                if not wants_another(judged):
                    break
        called = judged.called
        outcome = Outcome(
            label=label, called=called.verdict.malicious, kind=kind, brand=brand, told=called.brand,
            group=group, visits=len(visits), cpu_ms=1000 * spent,
        )  # fmt: skip
        return Tried(outcome=outcome, judged=judged, visits=tuple(visits))

    return list(await asyncio.gather(*(one(*row) for row in wanted)))


def of_pages(pages: Sequence[LabelledPage]) -> list[tuple[str, str, int, str, str]]:
    """Addresses of labelled pages, as `try_addresses` takes them; grouped by brand, else by domain."""
    return [
        (page.url, page.kind, page.label, page.brand, page.brand or _domain(page.url))
        for page in pages
    ]


def _domain(url: str) -> str:
    return registered_domain(urlsplit(url).hostname or url)


def of_scenes(scenes: Sequence[Scene]) -> list[tuple[str, str, int, str, str]]:
    """Addresses of the range's hosts, as `try_addresses` takes them."""
    return [
        (scene.url, scene.kind, int(SiteVerdict(scene.truth).malicious), scene.brand, scene.host)
        for scene in scenes
        if scene.truth
    ]


def campaign_score(tried: Sequence[Tried], families: Sequence[str]) -> float:
    """Pairwise F1 of campaigns against the kits that made the pages."""
    traces = [trace_of(one.judged.weighed.facts.main.visit) for one in tried]
    return pairwise_f1([campaign.pages for campaign in campaigns_of(traces)], families)


def scene_rows(scenes: Sequence[Scene]) -> Iterator[dict[str, str]]:
    """Hosts of the range for people and machines."""
    for scene in scenes:
        yield {
            "url": scene.url,
            "theme": scene.theme,
            "kind": scene.kind,
            "truth": scene.truth,
            "brand": scene.brand,
        }
