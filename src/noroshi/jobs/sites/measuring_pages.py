"""Job: pages of known truth are visited on this machine, and kept as the judge's terms show them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from noroshi.jobs.sites.evaluating import labelled_pages, made_brand
from noroshi.jobs.sites.judging import Address, PlayedPages, own_parameters
from noroshi.jobs.sites.looking import opened_looks
from noroshi.jobs.sites.ranging import Tried, of_pages, of_scenes, try_addresses
from noroshi.sites.brands import shipped_brands
from noroshi.sites.evaluate.measured import MeasuredPage, terms_of
from noroshi.sites.names import registered_domain
from noroshi.sites.range.corpus import LabelledPage, corpus
from noroshi.sites.range.names import MADE_BRANDS
from noroshi.sites.range.scenes import Range
from noroshi.spine.home import Home
from noroshi.spine.net.web_server import WebServer

AT_ONCE = 40
"""Pages whose looks are held in memory together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePages:
    """Which pages of the range are measured.

    Attributes:
        seeds: One corpus and one set of hosts for each.
        each: Pages of each kit and trick.
    """

    seeds: tuple[int, ...]
    each: int


async def measured_pages(
    pages: Sequence[LabelledPage], source: str, home: Home
) -> AsyncIterator[MeasuredPage]:
    """Labelled pages, served on loopback and visited."""
    parameters = own_parameters(home)
    addresses = [Address(url=page.url, id=page.id, html=page.html) for page in pages]
    async with (
        WebServer(PlayedPages(addresses).answer) as server,
        opened_looks(server, home) as look,
    ):
        for start in range(0, len(pages), AT_ONCE):
            some = pages[start : start + AT_ONCE]
            tried = await try_addresses(of_pages(some), look, parameters)
            for page, one in zip(some, tried, strict=True):
                yield _row(one, page.id, page.url, source)


async def measured_file(path: Path, home: Home) -> AsyncIterator[MeasuredPage]:
    """Labelled pages of a file, served on loopback and visited.

    Raises:
        InputError: The file holds something else.
    """
    async for row in measured_pages(labelled_pages(path), path.name.partition(".")[0], home):
        yield row


async def measured_range(made: MadePages, home: Home) -> AsyncIterator[MeasuredPage]:
    """Made pages of every kit and kind, and the hosts of the range, by seed."""
    for seed in made.seeds:
        pages = corpus(shipped_brands(), seed=seed, each=made.each)
        async for row in measured_pages(pages, f"range-{seed}", home):
            yield row
        async for row in _measured_hosts(seed, home):
            yield row


async def _measured_hosts(seed: int, home: Home) -> AsyncIterator[MeasuredPage]:
    played = Range(seed)
    scenes = [scene for scene in played.scenes if scene.truth]
    parameters = own_parameters(home)
    brands = parameters.judge.parameters.brands.with_own(
        [made_brand(one.name, one.host) for one in MADE_BRANDS]
    )
    judge = type(parameters.judge)(replace(parameters.judge.parameters, brands=brands))
    async with WebServer(played.answer) as server, opened_looks(server, home) as look:
        for start in range(0, len(scenes), AT_ONCE):
            some = scenes[start : start + AT_ONCE]
            tried = await try_addresses(of_scenes(some), look, replace(parameters, judge=judge))
            for scene, one in zip(some, tried, strict=True):
                yield _row(one, f"h{seed}-{scene.host}", scene.url, f"hosts-{seed}")


def _row(one: Tried, name: str, url: str, source: str) -> MeasuredPage:
    return MeasuredPage(
        id=name,
        domain=registered_domain(urlsplit(url).hostname or ""),
        label=one.outcome.label,
        family=one.outcome.kind,
        source=source,
        brand=one.outcome.brand,
        told=one.outcome.told,
        terms=terms_of(one.judged.weighed.strengths),
    )
