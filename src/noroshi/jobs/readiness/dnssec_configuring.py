"""DNSSEC configuring: texts for servers, each read by the server's own parser before it is given."""

import tempfile
from dataclasses import replace
from pathlib import Path

from noroshi.jobs.readiness.checking_text import Checked, check_text
from noroshi.readiness.dnssec.anchor import ROOT
from noroshi.readiness.dnssec.configure.dialects import SIGNING, VALIDATION
from noroshi.readiness.dnssec.configure.signing import SigningWish
from noroshi.readiness.dnssec.configure.validation import ValidationWish

_PARSER = {"bind": "named"}
"""The name of a system's parser, where it is another."""


def signing_text(system: str, wish: SigningWish) -> tuple[str, Checked]:
    """A signing policy, and what the server's parser says of it."""
    text = SIGNING[system](wish)
    return text, check_text(_PARSER.get(system, system), text)


def validation_text(system: str, wish: ValidationWish) -> tuple[str, Checked]:
    """A resolver's text, and what its parser says of it.

    Parsers also look whether the file of trust anchors is there. On the resolver it will be; here the text is
    read with another in its place.
    """
    write = VALIDATION[system]
    text = write(wish)
    with tempfile.NamedTemporaryFile("w", prefix="noroshi-anchor-", suffix=".key") as anchor:
        anchor.write(ROOT)
        anchor.flush()
        Path(anchor.name).chmod(0o644)
        needs = wish.anchor or system == "unbound"
        tried = write(replace(wish, anchor=anchor.name)) if needs else text
        return text, check_text(_PARSER.get(system, system), tried)
