"""Text: one sentence for people, in both languages of the house."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["ja", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same sentence in Japanese and English; neither may be empty."""

    ja: str
    en: str

    def __post_init__(self) -> None:
        if not self.ja or not self.en:
            raise ValueError("a text needs both languages")

    def said(self, language: Language) -> str:
        """The sentence in one language."""
        return self.ja if language == "ja" else self.en

    def as_dict(self) -> dict[str, str]:
        """`{"ja": …, "en": …}` for machine output."""
        return {"ja": self.ja, "en": self.en}
