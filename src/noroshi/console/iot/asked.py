"""Asked: which devices a reader wants, as the address says it, and back again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from litestar.exceptions import ClientException

from noroshi.console.iot.seen import Kept

LONGEST = 200
NAMES = ("isp", "maker", "model", "weakness", "state", "meets")
"""Parameters of the address, in the order of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDevices:
    """What is asked for; empty does not narrow.

    Attributes:
        isp: Id of an operator.
        maker: Its maker.
        model: Its model.
        weakness: The worst that is wrong.
        state: How far its case is.
        meets: `yes` for those whose address met a listed server.
    """

    isp: str = ""
    maker: str = ""
    model: str = ""
    weakness: str = ""
    state: str = ""
    meets: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "AskedDevices":
        """What an address asks for.

        Raises:
            ClientException: A value is too long.
        """
        texts = {name: query.get(name, "").strip() for name in NAMES}
        if any(len(text) > LONGEST for text in texts.values()):
            raise ClientException(f"a filter has at most {LONGEST} characters")
        return cls(**texts)

    def given(self) -> dict[str, str]:
        """What narrows, by parameter."""
        return {name: value for name in NAMES if (value := getattr(self, name))}

    def chosen(self, devices: Sequence[Kept]) -> list[Kept]:
        """The devices that it chooses, in their order."""
        wanted = self.given()
        return [one for one in devices if _has(one, wanted)]

    def facets(self, devices: Sequence[Kept]) -> dict[str, Counter[str]]:
        """Devices by the values of each facet, with every other filter applied."""
        found = {}
        for name in NAMES:
            others = {key: value for key, value in self.given().items() if key != name}
            values = (values_of(one)[name] for one in devices if _has(one, others))
            found[name] = Counter(value for value in values if value)
        return found

    def query(self, **changes: str | int) -> str:
        """The part of an address behind `?`; a change to nothing takes a parameter away."""
        changed = self.given() | {name: str(value) for name, value in changes.items()}
        return urlencode({name: value for name, value in changed.items() if value})


def values_of(one: Kept) -> dict[str, str]:
    """The value of a device in each facet; empty where it has none."""
    device = one.device
    return {
        "isp": device.operator,
        "maker": device.vendor,
        "model": device.product,
        "weakness": device.trouble.value,
        "state": one.state,
        "meets": "yes" if device.servers else "",
    }


def _has(one: Kept, wanted: Mapping[str, str]) -> bool:
    values = values_of(one)
    return all(values[name] == value for name, value in wanted.items())
