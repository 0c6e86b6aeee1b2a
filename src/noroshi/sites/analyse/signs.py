"""Signs: the named features of a URL that the triage model weighs.

Each sign is a short text such as `h:logi` or `label.length=12-16`, so that a model file can be read
and a score can be told by its parts. Signs are present or absent; numbers are put in bins.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from noroshi.sites.analyse.parts import UrlParts

_WORDS = re.compile(r"[a-z]{2,20}|[0-9]+")
_RUNS = re.compile(r"[a-z]+|[0-9]+|[^a-z0-9]")
_VOWELS = re.compile(r"[aeiouy]")
_HARD = re.compile(r"[bcdfghjklmnpqrstvwxz]{4,}")
_COMMON = frozenset({"com", "net", "org", "info", "biz"})
_LENGTHS = (0, 1, 3, 5, 7, 9, 12, 16, 21, 28, 40, 60, 100)
_BINS = tuple(max(low for low in _LENGTHS if low <= length) for length in range(_LENGTHS[-1] + 1))
_HOST_MOST, _WORDS_MOST = 60, 12


def signs_of(parts: UrlParts) -> list[str]:
    """The signs of one URL, each once."""
    return list(dict.fromkeys((*_host_signs(parts), *_path_signs(parts), *_joint_signs(parts))))


def _host_signs(parts: UrlParts) -> Iterator[str]:
    root = "root" if not parts.path and not parts.query else "page"
    top = parts.suffix.rpartition(".")[2]
    label, under = parts.label[:_HOST_MOST], parts.under[-_HOST_MOST:]
    yield f"suffix={parts.suffix}"
    yield f"suffix={parts.suffix},{root}"
    shape, length = _shape(label), _bin(len(label))
    yield f"top={top},label={shape}"
    yield f"top={top},label.length={length}"
    yield f"label={shape},{root}"
    yield f"label.length={length},{root}"
    yield f"label.length={length},vowels={_vowels(label)}"
    yield f"under={_shape(under)},{root}"
    yield f"under.labels={under.count('.') + bool(under)},{root}"
    yield f"top={top},under.labels={under.count('.') + bool(under)}"
    yield f"host.length={_bin(len(parts.host))},{root}"
    if _HARD.search(label):
        yield f"label.hard,{root}"
    yield from _grams("h", f"^{label}$")
    if under:
        yield from _grams("u", f"^{under}$")
    for word in _WORDS.findall(f"{under}.{label}")[:_WORDS_MOST]:
        if word[0] > "9":
            yield f"hw:{word}"


def _path_signs(parts: UrlParts) -> Iterator[str]:
    path = parts.path
    segments = path.split("/")[:8] if path else []
    yield f"depth={len(segments)},query={bool(parts.query)}"
    yield f"path.length={_bin(len(path))}"
    if not segments:
        return
    yield f"first={segments[0][:24]}"
    yield f"first={_shape(segments[0])}"
    yield f"last={_shape(segments[-1])}"
    stem, dot, extension = segments[-1].rpartition(".")
    if dot and len(extension) <= 5:
        yield f"extension={extension}"
        yield f"file={stem[:20]}.{extension}"
    yield f"shape={'/'.join(map(_shape, segments[:4]))}"
    for word in _WORDS.findall(path)[:_WORDS_MOST]:
        yield f"pw:{word}" if word[0] > "9" else f"pd:{len(word)}"
    yield from _grams("p", f"^{path[:32]}")
    for field in parts.query.split("&")[:8]:
        yield f"q:{field.partition('=')[0][:16]}"


def _joint_signs(parts: UrlParts) -> Iterator[str]:
    """What tells more together: the kind of suffix with the name's make, the name's with the path's."""
    kind = _suffix_kind(parts.suffix)
    root = "root" if not parts.path and not parts.query else "page"
    label = parts.label[:_HOST_MOST]
    shape, length = _shape(label), _bin(len(label))
    yield f"kind={kind},label={shape}"
    yield f"kind={kind},{root}"
    yield f"kind={kind},label.length={length},{root}"
    yield f"kind={kind},vowels={_vowels(label)},{root}"
    yield f"kind={kind},digits={min(sum(sign.isdigit() for sign in label), 6)},{root}"
    yield f"kind={kind},hyphens={label.count('-')}"
    yield f"suffix.labels={parts.suffix.count('.') + 1},{root}"
    yield f"label.distinct={10 * len(set(label)) // max(len(label), 1)},length={length}"
    top, depth = parts.suffix.rpartition(".")[2], parts.path.count("/") + bool(parts.path)
    yield f"top={top},depth={min(depth, 8)},query={bool(parts.query)}"
    for field in parts.query.split("&")[:6] if parts.query else ():
        name, _, value = field.partition("=")
        yield f"q:{name[:16]}={_shape(value[:40])}"
    if not parts.path:
        return
    segments = parts.path.split("/")[:4]
    first, last = _shape(segments[0]), _shape(segments[-1])
    yield f"top={top},first={segments[0][:24]}"
    yield f"kind={kind},shape={'/'.join(map(_shape, segments[:3]))}"
    yield f"whole={parts.path[:60]}"
    yield f"two={'/'.join(segments[:2])[:40]}"
    yield f"under.labels={parts.under.count('.') + bool(parts.under)},first={first}"
    yield f"label={shape},first={first}"
    yield f"label={shape},last={last}"


def _suffix_kind(suffix: str) -> str:
    """An address, a country's, one of the old common ones, or one of the many new ones."""
    top = suffix.rpartition(".")[2]
    if suffix == "ip":
        return "address"
    if len(top) == 2:
        return "country"
    return "common" if top in _COMMON else "new"


def _grams(kind: str, text: str) -> Iterator[str]:
    for size in (3, 4, 5):
        for at in range(len(text) - size + 1):
            yield f"{kind}:{text[at : at + size]}"


@lru_cache(maxsize=1 << 12)
def _shape(text: str) -> str:
    """Letters, digits and signs in a row, each with a rough length: `a4-d2`."""
    runs = _RUNS.findall(text[:_HOST_MOST])[:6]
    return "".join(
        f"{'a' if run[0].isalpha() else 'd'}{_bin(len(run))}" if run.isalnum() else run
        for run in runs
    )


def _vowels(text: str) -> int:
    return int(10 * len(_VOWELS.findall(text)) / max(len(text), 1))


def _bin(length: int) -> int:
    """The lower end of the bin that a length falls in."""
    return _BINS[min(length, _LENGTHS[-1])]
