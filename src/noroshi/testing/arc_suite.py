"""ARC suite: the cases of the public arc_test_suite (ValiMail), for signing and for validation.

A file is a stream of YAML documents: cases with a `message`, and the keys that the DNS holds. Cases for
validation tell the wanted status (`cv`); cases for signing tell the fields that a sealer puts on top.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from noroshi.spine.model import InputError
from noroshi.spine.net.lookup import Recorded

_SIGNATURE = re.compile(r"(?<=; )b=[^;]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcCase:
    """One case.

    Attributes:
        group: What its document is about.
        name: Its name there.
        message: The message; of a case for signing, as it left the sealer.
        wanted: `none`, `pass`, `fail`, or empty where the suite expects no field.
        keys: Name -> record.
    """

    group: str
    name: str
    message: bytes
    wanted: str
    keys: dict[str, str]

    @property
    def lookup(self) -> Recorded:
        """Answers with the keys of the case."""
        return Recorded({(name, "TXT"): [text] for name, text in self.keys.items()})


def read_arc_suite(path: Path) -> Iterator[ArcCase]:
    """The cases of a file.

    Raises:
        InputError: It holds no suite.
    """
    try:
        documents = list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no YAML") from error
    for document in documents:
        if not isinstance(document, dict) or not isinstance(document.get("tests"), dict):
            raise InputError(f"{path} holds a document without tests")
        keys = {
            name.removesuffix("."): "".join(text.split("\n"))
            for name, text in (document.get("txt-records") or {}).items()
        }
        for name, case in document["tests"].items():
            signs = "AS" in case
            yield ArcCase(
                group=str(document.get("description", "")),
                name=name,
                message=(_sealed(case) if signs else case["message"]).encode(),
                wanted=_sealed_status(case) if signs else str(case.get("cv", "")).lower(),
                keys=keys,
            )


def _sealed(case: dict[str, str]) -> str:
    """The message under the fields that the sealer puts on it; none where it must not seal."""
    fields = {"ARC-Seal": "AS", "ARC-Message-Signature": "AMS", "ARC-Authentication-Results": "AAR"}
    made = [_field(name, case[key]) for name, key in fields.items() if case[key].strip()]
    return "".join(made) + case["message"]


def _field(name: str, text: str) -> str:
    """A field as the suite's own sealer spelt it: folded for print, but signed with `b=` in one piece."""
    line = " ".join(part.strip() for part in text.strip().splitlines())
    return f"{name}: " + _SIGNATURE.sub(lambda found: found[0].replace(" ", ""), line) + "\n"


def _sealed_status(case: dict[str, str]) -> str:
    """What a validator must find behind the sealer: a chain that it sealed as broken stays so."""
    if not case["AS"].strip():
        return ""
    return "fail" if "cv=fail" in case["AS"].replace(" ", "") else "pass"
