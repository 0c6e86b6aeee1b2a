"""Batch: some posts of a source, and where reading goes on behind them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Stop = Callable[[], bool]
"""Whether the reader should come to an end."""

LINGER_S = 0.2
"""How long a batch of a stream waits for further posts after its first."""

MOST_POSTS = 200
"""Posts of one batch of a stream."""


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What was said once. Who said it is not read.

    Attributes:
        id: What tells it from all others of its source.
        text: Words with URLs in them.
        urls: URLs that stand apart from the words.
    """

    id: str
    text: str = ""
    urls: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One step of reading.

    Attributes:
        posts: What was said.
        cursor: Where to go on behind it; null to go on from where the last batch said.
        read: Posts or rows that it was made of; those without interest count too.
        refused: Of these, what could not be read, by reason.
        kept: To be called when all of it is kept.
    """

    posts: Sequence[Post] = ()
    cursor: str | None = None
    read: int = 0
    refused: Mapping[str, int] = field(default_factory=Counter)
    kept: Callable[[], None] = _nothing
