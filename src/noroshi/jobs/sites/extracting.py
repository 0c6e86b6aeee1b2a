"""Job: URLs out of many posts, in the order in which they come."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TypedDict

from noroshi.sites.sense import canonical_url, extract_urls, mask_victim, read_post
from noroshi.spine.model import InputError


class ExtractedRow(TypedDict):
    """What is told of one post."""

    id: str | int
    urls: list[str]


def extract_posts(
    lines: Iterable[bytes | None],
    refused: Counter[str],
    *,
    canonical: bool = False,
    masked: bool = False,
) -> Iterator[ExtractedRow]:
    """The URLs of each post; posts without any give an empty list.

    Args:
        lines: Posts as JSON, one a line; null for a line that was too long.
        refused: Counts lines that hold no post, by reason.
        canonical: Give the canonical form, each once; what no browser would open is left out.
        masked: Remove what identifies a victim.
    """
    steps: list[Callable[[str], str]] = []
    if masked:
        steps.append(mask_victim)
    if canonical:
        steps.append(canonical_url)
    for line in lines:
        if line is None:
            refused["line-too-long"] += 1
            continue
        try:
            post = read_post(line)
        except InputError as error:
            refused[str(error)] += 1
            continue
        urls = extract_urls(post.text)
        yield {"id": post.id, "urls": _shaped(urls, steps) if steps else list(urls)}


def _shaped(urls: Iterable[str], steps: Iterable[Callable[[str], str]]) -> list[str]:
    shaped: dict[str, None] = {}
    for url in urls:
        with suppress(InputError):
            one = url
            for step in steps:
                one = step(one)
            shaped[one] = None
    return list(shaped)
