"""Extract: the URLs of a post, as written but armed, in the order in which they stand.

Japanese posts put words right against a URL, so where one ends is told by its letters: a host ends
where its last ASCII label ends, a path keeps a Japanese part only if that part stands alone.
"""

import re

from noroshi.sites.names import is_address, is_top_level
from noroshi.sites.sense.refang import ARMED_DOT, refang

MOST_URLS = 200
"""Most URLs taken from one post."""

MOST_URL_CHARACTERS = 4_000
"""Longer URLs are cut; what lies behind is a victim's token, if anything."""

_DOTS = rf"[.{ARMED_DOT}]"
_START = re.compile(
    r"(?P<scheme>https?)://|"
    rf"(?<![a-z0-9@._%+-])(?P<bare>(?:[a-z0-9][\w-]{{0,62}}|[一-鿿ァ-ヺー][\w-]{{0,24}})(?:{_DOTS}[\w-]{{1,63}}){{1,12}})",
    re.IGNORECASE,
)
_USER = re.compile(r"[^\s/@?#\\<>\"\x00-\x1f\x7f-\x9f]{1,120}@")
_HOST = re.compile(
    rf"\[[0-9a-f:.]{{2,45}}\]|[\w-]{{1,63}}(?:{_DOTS}[\w-]{{1,63}}){{1,20}}", re.IGNORECASE
)
_PORT = re.compile(r":(\d{1,5})(?!\d)")
_TAIL = re.compile(r"(?:[!#$%&()*+,\-./:;=?@\[\]^_{|}~'\\]|\w)+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_ASCII_END = re.compile(r"[a-z0-9-]+", re.IGNORECASE)
_INNER = re.compile(r"(?<=[a-z0-9,|;])https?://", re.IGNORECASE)
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_WORDS = (
    "偽",
    "詐欺",
    "注意",
    "危険",
    "要注意",
    "通報",
    "公式",
    "フィッシング",
    "アクセス",
    "拡散",
)
"""Words of people who report: behind a slash they belong to the sentence, not to the URL."""

_TRAILING = ".,:;!?'*|^"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def extract_urls(text: str) -> tuple[str, ...]:
    """URLs of a text, each once, in order; a host without a scheme stays without one.

    A host alone counts only where its dot had been disarmed, or where `www.` or a path says that a
    page is meant: brand names such as `Example.co.jp` are words.
    """
    text = refang(text)
    found: dict[str, None] = {}
    at = 0
    while len(found) < MOST_URLS and (match := _START.search(text, at)):
        at = match.end()
        url, end = _schemed(text, match) if match["scheme"] else _bare(text, match)
        if url:
            found[url] = None
            at = max(end, match.start() + 1)
    return tuple(found)


def _schemed(text: str, match: re.Match[str]) -> tuple[str, int]:
    at = match.end()
    user = ""
    if given := _USER.match(text, at):
        user, at = given[0].replace(ARMED_DOT, "."), given.end()
    host, at = _host(text, at)
    if not host:
        return "", at
    tail, at = _rest(text, at)
    return f"{match['scheme'].lower()}://{user}{host}{tail}", at


def _bare(text: str, match: re.Match[str]) -> tuple[str, int]:
    start = match.start("bare")
    written, end = _host(text, start)
    if not written or text[end : end + 1] == "@":
        return "", end
    tail, at = _rest(text, end)
    has_path = tail.startswith("/")
    if is_address(written):
        return (written + tail, at) if has_path and tail != "/" else ("", end)
    disarmed = ARMED_DOT in text[start:end]
    if disarmed:
        written = _own_name(written)
    page = disarmed or has_path or written.startswith("www.")
    if not page or not is_top_level(written.rpartition(".")[2]):
        return "", end
    return written + tail, at


def _own_name(host: str) -> str:
    """A host whose first label lost the Japanese words written against it."""
    first, dot, rest = host.partition(".")
    words = _HIRAGANA.split(first)[-1]
    latin = re.search(r"[a-z0-9][a-z0-9-]*$", words, re.IGNORECASE)
    return (latin[0] if latin else words or first) + dot + rest


def _host(text: str, at: int) -> tuple[str, int]:
    """A host at this place, in lower case, and where it ends; empty if there is none."""
    match = _HOST.match(text, at)
    if match is None:
        return "", at
    host, end = match[0], match.end()
    if host[0] == "[":
        return host.lower(), end
    last = max(host.rfind("."), host.rfind(ARMED_DOT)) + 1
    if (latin := _ASCII_END.match(host, last)) and latin.end() < len(host):
        end = match.start() + latin.end()
        host = host[: latin.end()]
    host = host.replace(ARMED_DOT, ".").lower()
    label = host.rpartition(".")[2]
    if (label.isdecimal() and not is_address(host)) or host.startswith(("-", "_")):
        return "", end
    return host, end


def _rest(text: str, at: int) -> tuple[str, int]:
    """Port, path, query and fragment from this place, and where they end."""
    port = ""
    if (given := _PORT.match(text, at)) and int(given[1]) < 65536:
        port, at = given[0], given.end()
    if text[at : at + 1] not in {"/", "?", "#", "\\"}:
        return port, at
    match = _TAIL.match(text[at : at + MOST_URL_CHARACTERS].replace(ARMED_DOT, "."))
    tail = _ended(match[0]) if match else ""
    return port + tail.replace("\\", "/"), at + len(tail)


def _ended(tail: str) -> str:
    """A tail without the sentence that goes on behind it."""
    if inner := _INNER.search(tail):
        tail = tail[: inner.start()]
    if not tail.isascii():
        tail = _without_prose(tail)
    return _trimmed(_balanced(tail))


def _without_prose(tail: str) -> str:
    for match in _FOREIGN.finditer(tail):
        before, run = tail[match.start() - 1], match[0]
        if before not in "/=?&-_+" or run.startswith(_WORDS) or _HIRAGANA.search(run):
            return tail[: match.start()].removesuffix("#")
    return tail


def _balanced(tail: str) -> str:
    """Cut before the first closing bracket that was opened outside."""
    if not any(closing in tail for closing in _PAIRS):
        return tail
    open_now = dict.fromkeys(_PAIRS.values(), 0)
    for at, sign in enumerate(tail):
        if sign in open_now:
            open_now[sign] += 1
        elif sign in _PAIRS:
            open_now[_PAIRS[sign]] -= 1
            if open_now[_PAIRS[sign]] < 0:
                return tail[:at]
    return tail


def _trimmed(tail: str) -> str:
    while tail and (tail[-1] in _TRAILING or (tail[-1] in "([{" and len(tail) > 1)):
        tail = tail[:-1]
    return tail
