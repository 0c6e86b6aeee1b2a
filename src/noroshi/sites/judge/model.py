"""Model: signs of a URL weighed into the chance that it was reported as phishing.

Log-odds are a bias plus the weight of every sign that is present, so a score can be told by its
parts. The file is text: the card as JSON on the first line, then a sign and its weight a line.
"""

from dataclasses import dataclass
from importlib.resources import files
from math import exp
from pathlib import Path

import msgspec

from noroshi.sites.analyse import UrlParts
from noroshi.sites.judge.url_signs import url_signs
from noroshi.spine.model import ConfigError

MOST_OCTETS = 50_000_000
_SHIPPED = "triage.tsv"


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Where a model comes from and what it is for.

    Attributes:
        name: Name of the model.
        version: Version of the signs; a model of another version is refused.
        bias: Log-odds before any sign, where both classes are as frequent.
        trained_on: Sources and counts, in words.
        licence: Licences of the sources.
        use: What the score may be used for.
    """

    name: str
    version: int
    bias: float
    trained_on: str
    licence: str
    use: str = "order of visits; never a verdict"


VERSION = 1
"""Version of the signs. A change of what a sign means needs a new one; a sign that is only new weighs
nothing in an older model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageModel:
    """A card and the weight of each sign in log-odds."""

    card: Card
    weights: dict[str, float]

    def log_odds(self, parts: UrlParts) -> float:
        """The sum of bias and weights."""
        weigh = self.weights.get
        return self.card.bias + sum(weigh(sign, 0.0) for sign in url_signs(parts))

    def score(self, parts: UrlParts) -> float:
        """A number between 0 and 1 that grows with the log-odds."""
        return 1.0 / (1.0 + exp(-min(max(self.log_odds(parts), -35.0), 35.0)))


def shipped_model() -> TriageModel:
    """The model that comes with this version."""
    return _decoded(files(__package__).joinpath(_SHIPPED).read_bytes(), _SHIPPED)


def read_model(path: Path) -> TriageModel:
    """A model from a file.

    Raises:
        ConfigError: The file is no model, too large, or of another version of the signs.
    """
    try:
        if path.stat().st_size > MOST_OCTETS:
            raise ConfigError(f"{path} is larger than any model; name another file")
        return _decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error


def write_model(model: TriageModel, path: Path) -> None:
    """Write a model; the same model gives the same octets."""
    lines = [msgspec.json.encode(model.card).decode()]
    lines += [f"{sign}\t{weight:g}" for sign, weight in sorted(model.weights.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _decoded(octets: bytes, name: str) -> TriageModel:
    head, _, body = octets.partition(b"\n")
    try:
        card = msgspec.json.decode(head, type=Card)
        rows = (
            line.rpartition("\t") for line in body.decode().removesuffix("\n").split("\n") if line
        )
        weights = {sign: float(weight) for sign, _, weight in rows}
    except (msgspec.DecodeError, ValueError) as error:
        raise ConfigError(
            f"{name} is no triage model; make one with noroshi sites train"
        ) from error
    if card.version != VERSION:
        raise ConfigError(
            f"{name} is of version {card.version}, this program reads {VERSION}; train it again"
        )
    return TriageModel(card=card, weights=weights)
