"""Path: the origin that an AS path gives (RFC 6811 section 2), in the words of the route columns."""

from collections.abc import Callable, Sequence

SET, SEQUENCE, CONFED_SEQUENCE, CONFED_SET = 1, 2, 3, 4
"""Kinds of path segments (RFC 4271 section 4.3, RFC 5065 section 3)."""

Segment = tuple[int, Sequence[int]]


Teller = Callable[[Sequence[Segment]], str]
"""What is wanted of a path, as a text."""


def path_text(segments: Sequence[Segment]) -> str:
    """A path as routers print it, nearest first, without confederations: `64500 64501 {64502}`."""
    words: list[str] = []
    for kind, numbers in segments:
        if kind == SEQUENCE:
            words += map(str, numbers)
        elif kind == SET:
            words.append("{" + ",".join(map(str, numbers)) + "}")
    return " ".join(words)


def origin_text(segments: Sequence[Segment]) -> str:
    """The origin of a path: a number, `{…}` for a set, empty for the speaker's own AS."""
    filled = [segment for segment in segments if segment[1]]
    if not filled:
        return ""
    kind, numbers = filled[-1]
    if kind == SEQUENCE:
        return str(numbers[-1])
    if kind == SET:
        return "{" + ",".join(map(str, numbers)) + "}"
    return ""


def origin_of_words(words: str) -> str | None:
    """The origin of a path as routers print it, `64500 64501 {64502 64503}`; null if it is no path."""
    text = words.strip()
    if not text:
        return ""
    if text.endswith(")"):  # a confederation: the speaker's own AS
        return ""
    if text.endswith("}"):
        numbers = text[text.rfind("{") + 1 : -1].replace(",", " ").split()
        return "{" + ",".join(numbers) + "}" if all(map(str.isdecimal, numbers)) else None
    last = text.rsplit(None, 1)[-1]
    return last if last.isdecimal() else None
