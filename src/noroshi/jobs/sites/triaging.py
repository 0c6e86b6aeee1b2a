"""Job: a score for each of many URLs, in the order in which they come."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict

from noroshi.sites.analyse import url_parts
from noroshi.sites.judge import TriageModel, read_model, shipped_model
from noroshi.spine.model import InputError


class ScoredRow(TypedDict):
    """What is told of one URL."""

    url: str
    score: float


def model_at(path: Path | None) -> TriageModel:
    """The model of a file, or the shipped one.

    Raises:
        ConfigError: The file is no model of this version.
    """
    return shipped_model() if path is None else read_model(path)


def triage_urls(
    lines: Iterable[bytes | None], model: TriageModel, refused: Counter[str]
) -> Iterator[ScoredRow]:
    """A score for each URL; the URL stands as it came.

    Args:
        lines: URLs, one a line; null for a line that was too long.
        model: What weighs them.
        refused: Counts lines that hold no web URL, by reason.
    """
    for line in lines:
        if line is None:
            refused["line-too-long"] += 1
            continue
        try:
            url = line.decode()
            score = model.score(url_parts(url))
        except UnicodeDecodeError:
            refused["no-utf-8"] += 1
        except InputError as error:
            refused[str(error)] += 1
        else:
            yield {"url": url, "score": score}
