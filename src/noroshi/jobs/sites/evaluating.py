"""Job: figures of the judge on labelled pages, on the range, and of campaigns on lists of addresses."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pyarrow as pa

from noroshi.jobs.sites.judging import Address, PlayedPages, own_parameters
from noroshi.jobs.sites.looking import opened_looks
from noroshi.jobs.sites.ranging import Tried, campaign_score, of_pages, of_scenes, try_addresses
from noroshi.sites.brands import shipped_brands
from noroshi.sites.brands.brand import Brand
from noroshi.sites.campaign.addresses import address_clusters, share_in_large
from noroshi.sites.evaluate.labelled import read_rows
from noroshi.sites.evaluate.page_figures import Outcome, share_of
from noroshi.sites.evaluate.phreshphish import sampled_pages
from noroshi.sites.range.corpus import LabelledPage, corpus
from noroshi.sites.range.names import MADE_BRANDS
from noroshi.sites.range.scenes import Range
from noroshi.spine.home import Home
from noroshi.spine.model import InputError
from noroshi.spine.net.web_server import WebServer

TOP_BRANDS = 10


class LabelledRow(msgspec.Struct, frozen=True, kw_only=True):
    """One labelled page of a file."""

    id: str
    url: str
    html: str
    label: int
    kind: str = ""
    brand: str = ""


async def judged_file(path: Path, home: Home) -> list[Outcome]:
    """Outcomes on the labelled pages of a file.

    Raises:
        InputError: The file holds something else.
    """
    pages = labelled_pages(path)
    return [one.outcome for one in await _judged(pages, home)]


def labelled_pages(path: Path) -> list[LabelledPage]:
    """The labelled pages of a file.

    Raises:
        InputError: The file holds something else.
    """
    return [
        LabelledPage(
            id=row.id,
            url=row.url,
            html=row.html,
            label=row.label,
            kind=row.kind,
            brand=row.brand,
            listed=True,
        )
        for row in _labelled(path)
    ]


async def judged_phreshphish(path: Path, most: int, home: Home) -> list[Outcome]:
    """Outcomes on pages of a file of the PhreshPhish data set, so many at most.

    The pages are served on loopback; no address in them is met.

    Raises:
        InputError: The file holds something else.
    """
    return [one.outcome for one in await _judged(sampled_pages(path, most), home)]


async def judged_range(each: int, seed: int, home: Home) -> tuple[list[Outcome], float]:
    """Outcomes on made pages, and the pairwise F1 of campaigns over the kits' pages."""
    pages = corpus(shipped_brands(), seed=seed, each=each)
    tried = await _judged(pages, home)
    kits = [
        (one, page.kind.partition("/")[0])
        for one, page in zip(tried, pages, strict=True)
        if page.kind.startswith("kit")
    ]
    kept = [one.outcome for one in tried]
    return kept, campaign_score([one for one, _ in kits], [kit for _, kit in kits])


async def measured_scenes(seed: int, home: Home) -> list[dict[str, object]]:
    """Figures on the range's hosts: right verdicts by theme, cloaks revealed, visits.

    The made brands stand in the list here, so that their official sites are known.
    """
    played = Range(seed)
    scenes = [scene for scene in played.scenes if scene.truth]
    parameters = own_parameters(home)
    brands = parameters.judge.parameters.brands.with_own(
        [made_brand(one.name, one.host) for one in MADE_BRANDS]
    )
    judge = type(parameters.judge)(replace(parameters.judge.parameters, brands=brands))
    async with WebServer(played.answer) as server, opened_looks(server, home) as look:
        tried = await try_addresses(of_scenes(scenes), look, replace(parameters, judge=judge))
    themes: dict[str, list[bool]] = defaultdict(list)
    for scene, one in zip(scenes, tried, strict=True):
        themes[scene.theme].append(one.judged.called.verdict.value == scene.truth)
    rows: list[dict[str, object]] = [
        {
            "set": "scenes",
            "figure": f"right:{theme}",
            **share_of(flags, [str(n) for n in range(len(flags))]).as_dict(),
        }
        for theme, flags in themes.items()
    ]
    for scene, one in zip(scenes, tried, strict=True):
        if scene.theme == "cloak":
            rows.append(
                {
                    "set": "scenes",
                    "figure": scene.kind,
                    "rate": float(one.outcome.called),
                    "visits": one.outcome.visits,
                }
            )
    visits = [one.outcome.visits for one in tried]
    rows.append(
        {"set": "scenes", "figure": "visits-a-page", "rate": round(sum(visits) / len(visits), 3)}
    )
    return rows


def made_brand(name: str, host: str) -> Brand:
    """A made brand as the list has it; its domain is all below its own name in `.example`."""
    return Brand(
        name=name,
        sector="exercise",
        domains=(host.removeprefix("www."),),
        names=(name,),
        source=f"https://{host}/",
    )


def address_figure(path: Path) -> list[dict[str, object]]:
    """Share of the addresses of the most imitated brands that lie in clusters of five or more.

    Raises:
        InputError: The file is no list of URLs.
    """
    urls: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(path):
        if row.get("url"):
            urls[row.get("brand") or "-"].append(row["url"])
    top = [
        brand
        for brand, _ in Counter({brand: len(own) for brand, own in urls.items()}).most_common(
            TOP_BRANDS
        )
    ]
    clusters = {brand: address_clusters(urls[brand]) for brand in top}
    rows: list[dict[str, object]] = [
        {
            "set": "urls",
            "figure": f"in-campaigns:{brand}",
            "rate": round(share_in_large(clusters[brand]), 4),
            "addresses": len(urls[brand]),
        }
        for brand in top
    ]
    everything = [group for brand in top for group in clusters[brand]]
    rows.append(
        {"set": "urls", "figure": "in-campaigns", "rate": round(share_in_large(everything), 4)}
    )
    return rows


async def _judged(pages: list[LabelledPage], home: Home) -> list[Tried]:
    rows = [Address(url=page.url, id=page.id, html=page.html) for page in pages]
    async with WebServer(PlayedPages(rows).answer) as server, opened_looks(server, home) as look:
        return await try_addresses(of_pages(pages), look, own_parameters(home))


def _labelled(path: Path) -> Iterator[LabelledRow]:
    try:
        with pa.input_stream(str(path), compression="detect") as stream:
            for line in stream.read().splitlines():
                if line.strip():
                    yield msgspec.json.decode(line, type=LabelledRow)
    except (OSError, msgspec.DecodeError, pa.ArrowException) as error:
        raise InputError(
            f"{path} holds no labelled pages (id, url, html, label a line): {error}"
        ) from error
