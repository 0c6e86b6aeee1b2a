"""Read: one allow-list from its TOML file."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from noroshi.c2.judge.allow.allow_list import AllowClass, AllowList, parse_entry
from noroshi.c2.judge.allow.clouds import refuse_clouds
from noroshi.spine.model import ConfigError, InputError

LARGEST_BYTES = 16 * 1024 * 1024
"""Octets of a file; a list of 100,000 prefixes has about 2 MB."""

KEYS = {"name", "class", "version", "source", "licence", "entries"}


def read_allow_list(path: Path) -> AllowList:
    """The list in a file.

    A list that is wrong anywhere is refused whole: one that hides less than its author believes
    is noticed, one that hides more is not.

    Raises:
        ConfigError: The file is wrong; the message says where.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ConfigError(f"{path} is larger than {LARGEST_BYTES:,} octets; split it")
        return parse_allow_list(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is no UTF-8 text; save it as UTF-8") from error


def parse_allow_list(text: str, place: str) -> AllowList:
    """The list in TOML text; `place` names it in messages.

    Raises:
        ConfigError: The text is wrong; the message says where.
    """
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{place} is no TOML: {error}") from error
    if wrong := set(values) ^ KEYS:
        word = "lacks" if wrong - set(values) else "has unknown"
        raise ConfigError(
            f"{place} {word} {', '.join(sorted(wrong))}; it needs {', '.join(sorted(KEYS))}"
        )
    entries = values["entries"]
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise ConfigError(f'{place}: entries must be a list of texts such as "192.0.2.1 53/udp"')
    try:
        parsed = tuple(parse_entry(entry) for entry in entries)
    except InputError as error:
        raise ConfigError(f"{place}: {error}") from error
    category = _category(values, place)
    name, source = _word(values, "name", place), _word(values, "source", place)
    refuse_clouds(place, name, category, parsed)
    return AllowList(
        name=name,
        category=category,
        version=_word(values, "version", place),
        source=source,
        licence=_word(values, "licence", place),
        entries=parsed,
    )


def _word(values: Mapping[str, object], key: str, place: str) -> str:
    value = values[key]
    if not isinstance(value, str) or not value.strip() or len(value) > 500:
        raise ConfigError(f"{place}: {key} must be a text of 1 to 500 characters")
    return value.strip()


def _category(values: Mapping[str, object], place: str) -> AllowClass:
    try:
        return AllowClass(str(values["class"]))
    except ValueError as error:
        raise ConfigError(
            f"{place}: there is no class {values['class']!r}; choose one of {', '.join(AllowClass)}"
        ) from error
