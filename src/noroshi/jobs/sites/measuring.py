"""Job: figures of what needs no browser: URLs found in posts, and the order that triage gives."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import msgspec

from noroshi.jobs.sites.extracting import extract_posts
from noroshi.jobs.sites.training import MOST_OF_A_DOMAIN, SHARES, score_all
from noroshi.jobs.sites.triaging import triage_urls
from noroshi.sites.evaluate.figures import rate_above, recall_at, threshold_at
from noroshi.sites.evaluate.labelled import Labelled, few_of_each, read_labelled, read_rows, url_of
from noroshi.sites.evaluate.page_figures import share_of
from noroshi.sites.judge import TriageModel
from noroshi.spine.model import ConfigError, InputError

Figure = dict[str, object]

SPEED_POSTS = 2_000
"""The first posts pay for tables that are made once; so many make that cost small."""

LEAST_OF_A_SOURCE = 100
"""Harmless URLs below which a source's own share tells nothing."""


class LabelledPost(msgspec.Struct, frozen=True, kw_only=True):
    """One post, and the URLs that a reader finds in it."""

    id: str | int
    urls: list[str]


def post_figures(path: Path) -> list[Figure]:
    """Share of posts whose URLs are exactly right, and posts read a CPU second.

    Args:
        path: Posts as JSON, one a line, each with `urls` as they should be found.

    Raises:
        InputError: The file holds something else.
    """
    try:
        lines = [line for line in path.read_bytes().splitlines() if line.strip()]
        wanted = [msgspec.json.decode(line, type=LabelledPost) for line in lines]
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"{path} holds no labelled posts (id, text, urls): {error}") from error
    refused: Counter[str] = Counter()
    found = {row["id"]: row["urls"] for row in extract_posts(lines, refused)}
    flags = [_same(found.get(post.id, []), post.urls) for post in wanted]
    names = [str(post.id) for post in wanted]
    return [
        {"set": "posts", "figure": "exactly-right", **share_of(flags, names).as_dict()},
        _speed("posts", *_read_again(lines)),
    ]


def triage_figures(
    phish: Sequence[Path], benign: Sequence[Path], model: TriageModel
) -> list[Figure]:
    """Share of phishing put first while few harmless URLs are, and the same by harmless source.

    A model that learned from the lists looks better than it is: they must be newer than the model,
    and their domains unknown to it.

    Raises:
        InputError: A file is no list of URLs.
        ConfigError: A class is empty.
    """
    refused: Counter[str] = Counter()
    bad, good = _labelled(phish, refused), _labelled(benign, refused)
    if not bad or not good:
        raise ConfigError("figures of triage need URLs of both classes: --phish and --benign")
    scored, harmless = score_all(model, bad), score_all(model, good)
    figures: list[Figure] = []
    for share in SHARES:
        rate = recall_at(scored, harmless, share).as_dict()
        figures.append({"set": "triage", "figure": f"found-at-{share:g}", **rate})
        above = threshold_at(harmless.score, share)
        for source, rows in sorted(_by_source(good).items()):
            hit = rate_above(score_all(model, rows), above).as_dict()
            figures.append({"set": "triage", "figure": f"put-first-at-{share:g}:{source}", **hit})
    return [*figures, _speed("triage", *_timed(phish, model))]


def _read_again(lines: Sequence[bytes]) -> tuple[int, float]:
    """Posts, over and over until they are enough for a speed, and the CPU time of reading them."""
    again = [lines[at % len(lines)] for at in range(max(SPEED_POSTS, len(lines)))] if lines else []
    began = process_time()
    count = sum(1 for _ in extract_posts(again, Counter()))
    return count, process_time() - began


def _timed(paths: Sequence[Path], model: TriageModel) -> tuple[int, float]:
    """URLs of lists, and the CPU time of scoring them as text."""
    urls = [url_of(row).encode() for path in paths for row in read_rows(path)]
    began = process_time()
    count = sum(1 for _ in triage_urls(urls, model, Counter()))
    return count, process_time() - began


def _labelled(paths: Sequence[Path], refused: Counter[str]) -> list[Labelled]:
    rows = (row for path in paths for row in read_labelled(path, refused))
    return few_of_each(rows, MOST_OF_A_DOMAIN)


def _by_source(rows: Sequence[Labelled]) -> dict[str, list[Labelled]]:
    groups: dict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        groups[row.source].append(row)
    return {name: own for name, own in groups.items() if len(own) >= LEAST_OF_A_SOURCE}


def _same(found: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether the same URLs were found; one without a scheme is the same with `http://`."""
    return set(map(_whole, found)) == set(map(_whole, wanted))


def _whole(url: str) -> str:
    return url if "://" in url else f"http://{url}"


def _speed(name: str, count: int, spent_s: float) -> Figure:
    return {
        "set": name,
        "figure": "per-cpu-second",
        "rate": round(count / max(spent_s, 1e-9)),
        "total": count,
    }
