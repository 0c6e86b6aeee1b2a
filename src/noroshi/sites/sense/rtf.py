"""RTF: the HTML of a message inside of the RTF that Outlook keeps in its place.

Outlook writes many HTML messages as RTF only, packed ([MS-OXRTFCP]), with each HTML tag in a group
of its own ([MS-OXRTFEX]). Here the packing is undone within bounds and tags and text are put in their
order again; what is for RTF readers alone is left out.
"""

import re
from struct import unpack_from

MOST_UNPACKED = 16 << 20
_PACKED, _PLAIN = b"LZFu", b"MELA"
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What the dictionary of the packing begins with ([MS-OXRTFCP] 2.1.2.1)."""

_WINDOW = 4096
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-z]{1,32})(-?[0-9]{1,10})? ?|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
_CODEPAGE = re.compile(rb"\\ansicpg([0-9]{3,5})")
_SIGNS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"endash": "–", b"emdash": "—"}  # fmt: skip
_HIDDEN = frozenset({b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"listtable"})


def html_in_rtf(octets: bytes) -> str:
    """The HTML that a packed RTF holds; empty where there is none, or it cannot be read."""
    rtf = unpacked(octets)
    return _html(rtf) if b"\\fromhtml" in rtf[:1_000] else ""


def unpacked(octets: bytes) -> bytes:
    """The RTF without its packing; what stands before the place where it breaks."""
    if len(octets) < 16:
        return b""
    _, size, kind, _ = unpack_from("<II4sI", octets)
    if kind == _PLAIN:
        return octets[16 : 16 + size][:MOST_UNPACKED]
    return _unpack(octets[16:], min(size, MOST_UNPACKED)) if kind == _PACKED else b""


def _unpack(octets: bytes, size: int) -> bytes:
    """LZ with a ring of 4,096 octets; a reference to the place of writing ends it."""
    made = bytearray(_START)
    at, end = 0, len(_START) + size
    while at < len(octets) and len(made) < end:
        flags, at = octets[at], at + 1
        for bit in range(8):
            if at >= len(octets) or len(made) >= end:
                break
            if not flags >> bit & 1:
                made.append(octets[at])
                at += 1
                continue
            if at + 1 >= len(octets):
                return bytes(made[len(_START) : end])
            pair, at = octets[at] << 8 | octets[at + 1], at + 2
            back = (len(made) - (pair >> 4)) % _WINDOW
            if not back or back > len(made):
                return bytes(made[len(_START) : end])
            for _ in range((pair & 15) + 2):
                made.append(made[-back])
    return bytes(made[len(_START) : end])


def _html(rtf: bytes) -> str:
    told = _CODEPAGE.search(rtf[:1_000])
    charset = _charset(int(told[1])) if told else "cp1252"
    reader = _Reader(charset)
    for token in _TOKEN.finditer(rtf):
        reader.take(token)
    reader.write(b"")
    return "".join(reader.texts)


class _Reader:
    """Reads tokens one by one; a stack tells for each group whether its text is shown."""

    def __init__(self, charset: str) -> None:
        self.charset = charset
        self.texts: list[str] = []
        self.shown = True
        self._stack: list[bool] = []
        self._octets = bytearray()
        self._skip = 0

    def take(self, token: re.Match[bytes]) -> None:
        hexed, word, number, sign, brace, text = token.groups()
        if brace:
            self._group(opens=brace == b"{")
        elif hexed:
            self.write(bytes([int(hexed, 16)]))
        elif text:
            self.write(text)
        elif word:
            self._word(word, number)
        elif sign == b"*":
            self.shown = False
        elif sign in {b"{", b"}", b"\\"}:
            self.write(sign)
        elif sign == b"~":
            self.write(b" ")

    def write(self, octets: bytes) -> None:
        """Keep octets that may be part of a letter; without any, what was kept becomes text."""
        if octets:
            octets, self._skip = octets[self._skip :], max(self._skip - len(octets), 0)
            if self.shown:
                self._octets += octets
        elif self._octets:
            self.texts.append(self._octets.decode(self.charset, "replace"))
            self._octets.clear()

    def _group(self, *, opens: bool) -> None:
        if opens:
            self._stack.append(self.shown)
        elif self._stack:
            self.shown = self._stack.pop()

    def _word(self, word: bytes, number: bytes | None) -> None:
        if word == b"htmltag":
            self.shown = True
        elif word == b"htmlrtf":
            self.shown = number == b"0"
        elif word in _HIDDEN:
            self.shown = False
        elif self.shown and (word == b"u" or word in _SIGNS):
            self.write(b"")
            point = int(number or 0) % 65536
            self.texts.append(chr(point) if word == b"u" else _SIGNS[word])
            self._skip = 1 if word == b"u" else 0


def _charset(page: int) -> str:
    name = {65001: "utf-8", 932: "cp932"}.get(page, f"cp{page}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
