"""Wanted: which entries a reader wants, as the address of the list says it, and back again."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from litestar.exceptions import ClientException

from noroshi.console.reach import Shown
from noroshi.spine.model import Standing, Tlp
from noroshi.spine.store.lists import Choice

LONGEST_TEXT = 200
"""Characters of what is searched for."""

FACETS = ("collection", "standing", "kind", "label", "tlp")
"""Parameters with a value of a facet, in the order of the page."""

CONFIDENCES = (50, 80, 95)
"""Lowest confidences that the page offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for; empty does not narrow.

    Attributes:
        collection: Name of a list.
        standing: What holds.
        kind: What the entry is.
        label: Its class.
        tlp: Its marking.
        q: A part of the subject.
        confidence: Lowest confidence.
    """

    collection: str = ""
    standing: str = ""
    kind: str = ""
    label: str = ""
    tlp: str = ""
    q: str = ""
    confidence: int = 0

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """What an address asks for.

        Raises:
            ClientException: A value cannot be one.
        """
        texts = {name: query.get(name, "").strip() for name in (*FACETS, "q")}
        if any(len(text) > LONGEST_TEXT for text in texts.values()):
            raise ClientException(f"search for at most {LONGEST_TEXT} characters")
        _check("standing", texts["standing"], [each.value for each in Standing])
        _check("tlp", texts["tlp"], [each.value for each in Tlp])
        return cls(**texts, confidence=whole(query, "confidence", most=100))

    def choice(self, shown: Shown) -> Choice:
        """The filter, inside what the reader may see."""
        return Choice(
            marked=shown.among(
                collections=(self.collection,) if self.collection else None,
                tlps=(Tlp(self.tlp),) if self.tlp else None,
            ),
            standings=(Standing(self.standing),) if self.standing else None,
            kinds=(self.kind,) if self.kind else None,
            labels=(self.label,) if self.label else None,
            text=self.q,
            min_confidence=self.confidence,
        )

    def given(self) -> dict[str, str]:
        """What narrows, by parameter."""
        values = {name: getattr(self, name) for name in (*FACETS, "q")}
        values["confidence"] = str(self.confidence) if self.confidence else ""
        return {name: value for name, value in values.items() if value}

    def query(self, **more: str | int) -> str:
        """The part of an address behind `?`; what is the same always reads the same."""
        return urlencode(self.given() | {name: str(value) for name, value in more.items()})

    def having(self, name: str, value: str) -> "Wanted":
        """The same with one facet set."""
        return Wanted.of(self.given() | {name: value})

    def without(self, name: str) -> "Wanted":
        """The same with one parameter taken away."""
        return Wanted.of({key: value for key, value in self.given().items() if key != name})


def whole(query: Mapping[str, str], name: str, *, most: int) -> int:
    """A whole number from an address; 0 where there is none.

    Raises:
        ClientException: It is none, or outside 0 and `most`.
    """
    text = query.get(name, "") or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= most):
        raise ClientException(f"{name} is a whole number from 0 to {most}")
    return int(text)


def _check(name: str, value: str, possible: list[str]) -> None:
    if value and value not in possible:
        raise ClientException(f"{name} is one of {', '.join(possible)}")


def each_of(given: list[str] | str) -> list[str]:
    """The values of one name of a form: what is given once comes as a text, not as a list."""
    return [given] if isinstance(given, str) else given
