"""Refang: a post's text with disarmed URLs armed again, as far as their shape tells.

People disarm URLs by hand, each in their own way: `hxxps`, `[.]`, `(dot)`, full-width letters, spaces.
Here the text is brought to one alphabet and those shapes are undone; which parts are URLs is told by
`extract`. Every pattern is bounded, so time grows with the length of the text only.
"""

import re
from unicodedata import normalize

from noroshi.sites.names import is_top_level

ARMED_DOT = "\ue000"
"""Stands for a dot that had been disarmed: its neighbours are a host name without any scheme."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ue000]"
)
_ENDS = str.maketrans(dict.fromkeys("…‥～〜", " "))
"""Signs that end a URL but would turn into its letters (`...`, `~`) by compatibility."""

_OPEN, _CLOSE = r"[\[({<【「『〔〈《]", r"[\])}>】」』〕〉》]"
_DOT = re.compile(
    rf"[ \t]?(?:{_OPEN}[ \t]?(?:\.|。|・|d[o0]t|ドット|どっと|点)[ \t]?{_CLOSE}"
    r"|\[\.|\.\]|\\\.|(?<=[a-z0-9])[ _-](?:dot|DOT)[ _-](?=[a-z0-9])"
    r"|(?<=[a-z0-9]) ?(?:ドット|どっと) ?(?=[a-z0-9]))[ \t]?",
    re.IGNORECASE,
)
_AT = re.compile(rf"[ \t]?{_OPEN}(?:at|@|アット|アットマーク){_CLOSE}[ \t]?", re.IGNORECASE)
_SLASH = re.compile(rf"{_OPEN}/{_CLOSE}")
_COLON = re.compile(rf"{_OPEN}:{_CLOSE}(?=\d{{1,5}}(?!\d))")
_SCHEME = re.compile(
    r"(?<![a-z0-9])(?:"
    r"(?P<cat>meow)"
    r"|(?:h ?)?[tx*×✕] ?[tx*×✕] ?p ?(?P<s>s|\[s\]|\(s\))?"
    r")"
    rf"(?P<colon> ?{_OPEN}? ?: ?{_CLOSE}? ?{_OPEN}? ?[/\\] ?(?:[/\\] ?){{0,2}}{_CLOSE}? ?)",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[a-z0-9])h[tx]{2}p(s?):[/\\]{2}", re.IGNORECASE)
_SPACED_TAIL = re.compile(
    r"[a-z0-9-]{1,63}(?: ?[.\ue000/] ?[a-z0-9_-]{1,63}){1,20}(?: ?/)?", re.IGNORECASE
)
_BROKEN_HOST = re.compile(
    r"(?<=://)([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8})"
    r"(\.[ \t]?\r?\n[ \t]?|(?:[ \t]|\r?\n)\.[ \t]?|\.[ \t])([a-z]{2,24})(?=[/:?#\s]|$)",
    re.IGNORECASE,
)
_BROKEN_DOT = re.compile(
    r"(?<=://)([a-z0-9-]{1,63}(?:[.。][a-z0-9-]{1,63}){0,8})。([a-z]{2,24})(?=[/:?#\s。、]|$)",
    re.IGNORECASE,
)


def refang(text: str) -> str:
    """The text in one alphabet, with schemes, dots and slashes armed.

    Full-width letters become ASCII, invisible characters vanish. A dot that had been disarmed is
    `ARMED_DOT`, so that a host name without a scheme can be told from a word. Ligatures that would
    make the text more than twice as long are cut off.
    """
    if not text.isascii():
        most = 2 * len(text) + 100
        text = normalize("NFKC", _INVISIBLE.sub("", text.translate(_ENDS)))
        text = _INVISIBLE.sub("", text[:most])
    text = _DOT.sub(ARMED_DOT, text)
    text = _AT.sub("@", text)
    text = _COLON.sub(":", _SLASH.sub("/", text))
    text = _schemes(text)
    if "://" in text:
        text = _BROKEN_DOT.sub(r"\1.\2", text)
        text = _BROKEN_HOST.sub(_joined, text)
    return text


def _schemes(text: str) -> str:
    parts: list[str] = []
    at = 0
    for match in _SCHEME.finditer(text):
        if match.start() < at:
            continue
        parts += [text[at : match.start()], "https://" if match["s"] else "http://"]
        at = match.end()
        if " " in match[0] and (tail := _SPACED_TAIL.match(text, at)):
            parts.append(tail[0].replace(" ", ""))
            at = tail.end()
    whole = "".join([*parts, text[at:]]) if parts else text
    return _GLUED.sub(r" http\1://", whole)


def _joined(match: re.Match[str]) -> str:
    """A host torn at a dot; a sentence that ends with a whole host is left as it is."""
    name, label = match[1], match[3]
    last = name.rpartition(".")[2].lower()
    whole = "." in name and is_top_level(last)
    return match[0] if whole or not is_top_level(label.lower()) else f"{name}.{label}"
