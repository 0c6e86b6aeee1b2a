"""Steps: what a person does about a device, by maker and by what is wrong.

The address of the settings page as shipped and the name of the menu, each with its public source in
`pack/steps.toml`; a maker without one gets the general text. A label on the device or the manual
knows better, and every text says so.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from noroshi.iot.report import Trouble
from noroshi.spine.model import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The shipped texts.

    Attributes:
        makers: Maker -> how to come to its settings page, and where its updates are.
        anybody: The same for a maker that is not known.
        troubles: What is wrong -> what to do, in order; `{update}` and `{reach}` stand for the maker's.
        upkeep: What keeps any device well.
    """

    makers: Mapping[str, Mapping[str, Text]]
    anybody: Mapping[str, Text]
    troubles: Mapping[Trouble, tuple[Text, ...]]
    upkeep: tuple[Text, ...]

    def for_device(self, maker: str, trouble: Trouble) -> tuple[Text, ...]:
        """What to do, in order."""
        own = {**self.anybody, **self.makers.get(maker, {})}
        return tuple(_filled(step, own) for step in self.troubles[trouble])


@cache
def shipped_steps() -> Steps:
    """The steps that come with the product."""
    text = files("noroshi.iot.notice").joinpath("pack", "steps.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return Steps(
        makers={
            name: {key: _text(value) for key, value in row.items()}
            for name, row in table["makers"].items()
        },
        anybody={key: _text(value) for key, value in table["anybody"].items()},
        troubles={
            Trouble(name): tuple(_text(one) for one in row["steps"])
            for name, row in table["troubles"].items()
        },
        upkeep=tuple(_text(one) for one in table["upkeep"]["steps"]),
    )


def _text(row: Mapping[str, str]) -> Text:
    return Text(ja=row["ja"], en=row["en"])


def _filled(step: Text, own: Mapping[str, Text]) -> Text:
    ja, en = step.ja, step.en
    for name, text in own.items():
        ja, en = ja.replace(f"{{{name}}}", text.ja), en.replace(f"{{{name}}}", text.en)
    return Text(ja=ja, en=en)
