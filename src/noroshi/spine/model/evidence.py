"""Evidence: one reason, with the number behind it and the number it is held against."""

from dataclasses import dataclass

from noroshi.spine.model.text import Text

PEOPLE = frozenset({"clients", "subscribers"})
"""Units of counts of people; below 3 they are not told outside the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One term of a verdict.

    Attributes:
        code: Stable name of the kind of evidence, `room.noun`, for example `c2.exclusive-port`.
        value: What was measured.
        unit: Unit of value and baseline (`1`, `s`, `B`, `clients`, `%` …).
        baseline: What is usual for the background; null where there is none.
        weight: Log-odds that this term adds (positive speaks for the verdict, negative against).
        text: The sentence for people.
        source: Where the number comes from (a step, a list with its date).
    """

    code: str
    value: float
    unit: str
    baseline: float | None
    weight: float
    text: Text
    source: str = ""

    def as_dict(self) -> dict[str, object]:
        """The evidence as the command contract writes it."""
        return {
            "code": self.code,
            "value": self.value,
            "unit": self.unit,
            "baseline": self.baseline,
            "weight": self.weight,
            "text": self.text.as_dict(),
            "source": self.source,
        }
