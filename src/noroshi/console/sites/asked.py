"""Asked: which cases a reader wants, as the address says it, and back again."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from litestar.exceptions import ClientException

from noroshi.spine.model.site_report import Channel
from noroshi.spine.model.site_verdict import SiteDanger
from noroshi.spine.store.site_cases import CaseChoice, CaseView

LONGEST = 200
NAMES = ("view", "danger", "label", "brand", "channel", "q")
"""Parameters of the address, in the order of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCases:
    """What is asked for; empty does not narrow, and no view means those to look at."""

    view: str = ""
    danger: str = ""
    label: str = ""
    brand: str = ""
    channel: str = ""
    q: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "AskedCases":
        """What an address asks for.

        Raises:
            ClientException: A value cannot be one.
        """
        texts = {name: query.get(name, "").strip() for name in NAMES}
        if any(len(text) > LONGEST for text in texts.values()):
            raise ClientException(f"a filter has at most {LONGEST} characters")
        _check("view", texts["view"], [each.value for each in CaseView])
        _check("danger", texts["danger"], [each.value for each in SiteDanger])
        _check("channel", texts["channel"], [each.value for each in Channel])
        return cls(**texts)

    def choice(self) -> CaseChoice:
        """The same for the store."""
        return CaseChoice(
            view=CaseView(self.view or CaseView.LOOK),
            danger=SiteDanger(self.danger) if self.danger else None,
            label=self.label,
            brand=self.brand,
            channel=Channel(self.channel) if self.channel else None,
            text=self.q,
        )

    def given(self) -> dict[str, str]:
        """What narrows, by parameter."""
        return {name: value for name in NAMES if (value := getattr(self, name))}

    def query(self, **changes: str | int) -> str:
        """The part of an address behind `?`; a change to nothing takes a parameter away."""
        changed = self.given() | {name: str(value) for name, value in changes.items()}
        return urlencode({name: value for name, value in changed.items() if value})


def _check(name: str, value: str, possible: list[str]) -> None:
    if value and value not in possible:
        raise ClientException(f"{name} is one of {', '.join(possible)}")
