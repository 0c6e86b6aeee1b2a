"""Sigma: rules as IOK and Sigma write them: named selections over fields, joined by a condition.

Taken in: lists of values (any fits), `|all`, `|contains`, `|startswith`, `|endswith`, `|re`, and conditions of
`and`, `or`, `not`, brackets, `1 of NAME*`, `all of them`. Anything else is refused, never guessed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

import re2  # type: ignore[import-untyped]  # ships no types
import yaml

from noroshi.sites.rules.page_text import PageText
from noroshi.spine.model import InputError

MOST_OCTETS = 200_000
MOST_DEPTH = 40
_WORD = re.compile(r"\(|\)|[^\s()]+")
Test = Callable[[PageText], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class SigmaRule:
    """One rule.

    Attributes:
        name: Its title.
        level: As written; empty where it is not.
        matches: Whether a page fits.
    """

    name: str
    level: str
    matches: Test


def read_sigma(text: str) -> SigmaRule:
    """A rule from its YAML.

    Raises:
        InputError: It is no rule, or uses what is not taken in; the message says what.
    """
    if len(text) > MOST_OCTETS:
        raise InputError("a rule of this size is none; split the file")
    try:
        written = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"this is no YAML: {str(error).splitlines()[0]}") from error
    detection = written.get("detection") if isinstance(written, dict) else None
    if not isinstance(detection, dict) or not isinstance(detection.get("condition"), str):
        raise InputError("a rule needs detection with selections and a condition")
    tests = {str(name): _selection(body) for name, body in detection.items() if name != "condition"}
    if not tests:
        raise InputError("a rule needs at least one selection")
    condition = _Condition(_WORD.findall(detection["condition"]), tests).whole()
    return SigmaRule(
        name=str(written.get("title") or "untitled"),
        level=str(written.get("level") or ""),
        matches=condition,
    )


def _selection(body: object) -> Test:
    """A mapping (all fields fit), or a list of mappings (any fits)."""
    if isinstance(body, list) and body and all(isinstance(one, dict) for one in body):
        tests = [_selection(one) for one in body]
        return lambda page: any(test(page) for test in tests)
    if not isinstance(body, dict) or not body:
        raise InputError("a selection is a mapping of fields, or a list of such")
    tests = [_field(str(key), value) for key, value in body.items()]
    return lambda page: all(test(page) for test in tests)


def _field(key: str, value: object) -> Test:
    name, *modifiers = key.split("|")
    values = [str(one) for one in (value if isinstance(value, list) else [value])]
    how = [one for one in modifiers if one != "all"]
    if len(how) > 1 or (how and how[0] not in _MATCHERS):
        raise InputError(
            f"{key}: the modifier is not taken in; use contains, startswith, endswith, re or all"
        )
    make = _MATCHERS[how[0] if how else ""]
    matchers = [make(one) for one in values]
    joined = all if "all" in modifiers else any

    def test(page: PageText) -> bool:
        texts = page.fields.get(name, ())
        return joined(any(match(text) for text in texts) for match in matchers)

    return test


def _contains(value: str) -> Callable[[str], bool]:
    wanted = value.casefold()
    return lambda text: wanted in text.casefold()


def _starts(value: str) -> Callable[[str], bool]:
    wanted = value.casefold()
    return lambda text: text.casefold().startswith(wanted)


def _ends(value: str) -> Callable[[str], bool]:
    wanted = value.casefold()
    return lambda text: text.casefold().endswith(wanted)


def _whole(value: str) -> Callable[[str], bool]:
    """Equal, where `*` stands for anything; no case."""
    pattern = "".join(
        ".*" if part == "*" else re2.escape(part) for part in re.split(r"(\*)", value)
    )
    compiled = re2.compile(f"(?is)^{pattern}$")
    return lambda text: compiled.search(text) is not None


def _regular(value: str) -> Callable[[str], bool]:
    """RE2's syntax: no pattern takes more than linear time."""
    try:
        compiled = re2.compile(value)
    except re2.error as error:
        raise InputError(f"{value!r} is no pattern of RE2: {error}") from error
    return lambda text: compiled.search(text) is not None


_MATCHERS: Mapping[str, Callable[[str], Callable[[str], bool]]] = {
    "": _whole, "contains": _contains, "startswith": _starts, "endswith": _ends, "re": _regular,
}  # fmt: skip


class _Condition:
    """Reads a condition: `or` binds least, then `and`, then `not`."""

    def __init__(self, words: list[str], tests: Mapping[str, Test]) -> None:
        self._words, self._tests, self._at, self._depth = words[:500], tests, 0, 0

    def whole(self) -> Test:
        test = self._either()
        if self._at < len(self._words):
            raise InputError(f"the condition makes no sense at {self._words[self._at]!r}")
        return test

    def _either(self) -> Test:
        parts = [self._both()]
        while self._next("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda page: any(part(page) for part in parts)

    def _both(self) -> Test:
        parts = [self._single()]
        while self._next("and"):
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else lambda page: all(part(page) for part in parts)

    def _single(self) -> Test:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise InputError("the condition is nested too deep")
        try:
            if self._next("not"):
                inner = self._single()
                return lambda page: not inner(page)
            if self._next("("):
                inner = self._either()
                if not self._next(")"):
                    raise InputError("the condition lacks a closing bracket")
                return inner
            return self._named()
        finally:
            self._depth -= 1

    def _named(self) -> Test:
        word = self._take()
        if word in {"1", "any", "all"} and self._next("of"):
            wanted = self._take()
            names = [name for name in self._tests if wanted == "them" or fnmatchcase(name, wanted)]
            if not names:
                raise InputError(f"no selection is named {wanted!r}")
            chosen = [self._tests[name] for name in names]
            if word == "all":
                return lambda page: all(test(page) for test in chosen)
            return lambda page: any(test(page) for test in chosen)
        if word not in self._tests:
            raise InputError(f"no selection is named {word!r}")
        return self._tests[word]

    def _take(self) -> str:
        if self._at >= len(self._words):
            raise InputError("the condition ends too early")
        self._at += 1
        return self._words[self._at - 1]

    def _next(self, word: str) -> bool:
        found = self._at < len(self._words) and self._words[self._at].lower() == word
        self._at += found
        return found
