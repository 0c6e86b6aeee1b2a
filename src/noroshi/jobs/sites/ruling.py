"""Job: try users' own rules on the evidence that was kept."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from noroshi.sites.rules import PageText, SigmaRule, YaraRules, page_text, read_sigma
from noroshi.sites.visit import Visit
from noroshi.spine.model import InputError

YARA = (".yar", ".yara")
"""Endings of YARA-X rules; every other file is read as a rule of IOK or Sigma."""


def read_rules(paths: Sequence[Path]) -> tuple[list[SigmaRule], list[YaraRules]]:
    """Rules of files: IOK or Sigma as `.yml`, YARA-X as `.yar`.

    Raises:
        InputError: A file holds no rule; the message names it.
    """
    sigma: list[SigmaRule] = []
    yara: list[YaraRules] = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path} cannot be read as rules: {error}") from error
        try:
            if path.suffix in YARA:
                yara.append(YaraRules.read(text))
            else:
                sigma.append(read_sigma(text))
        except InputError as error:
            raise InputError(f"{path}: {error}") from error
    return sigma, yara


def kept_visits(folder: Path) -> Iterator[Visit]:
    """Visits whose evidence lies below a folder, in the order of their paths."""
    for path in sorted(folder.rglob("visit-*.json")):
        markup = path.with_suffix(".html.txt")
        told = msgspec.json.decode(path.read_bytes())
        html = markup.read_text(encoding="utf-8") if markup.exists() else ""
        picture = path.with_suffix(".png")
        shot = picture.read_bytes() if picture.exists() else b""
        yield msgspec.convert(told | {"html": html, "screenshot": shot, "favicon": b""}, Visit)


def page_visit(url: str, html: str) -> Visit:
    """A page of a file as a visit without a browser: what it looks like before scripts run."""
    base = dict.fromkeys(("detail", "title", "text"), "")
    now = datetime.now(UTC)
    empty = dict.fromkeys(("chain", "fields", "links", "exchanges", "downloads", "dialogs"), ())
    return msgspec.convert(
        base
        | empty
        | {
            "url": url,
            "final_url": url,
            "profile": "file",
            "started": now,
            "ended": now,
            "outcome": "page",
            "html": html,
            "certificate": None,
            "favicon": b"",
            "screenshot": b"",
        },
        Visit,
    )


def matching(visit: Visit, sigma: Sequence[SigmaRule], yara: Sequence[YaraRules]) -> list[str]:
    """Names of the rules that fit a visit."""
    page: PageText = page_text(visit)
    found = [rule.name for rule in sigma if rule.matches(page)]
    return found + [name for rules in yara for name in rules.matching(visit)]
