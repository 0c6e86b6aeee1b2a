"""Scripts: what a page's own code says it does, as far as its text tells.

Nothing is run here: the browser has run it already, and the visit holds what came of that. The text
tells where typed words go, what is hidden in encoded strings, and whom the page wants to keep out.
"""

import base64
import binascii
import re
from dataclasses import dataclass

MOST_CHARACTERS = 300_000
_MOST_DECODED = 60_000
_MOST_ROUNDS = 3

_ESCAPE = re.compile(r"\\u\{?([0-9a-fA-F]{4,6})\}?|\\x([0-9a-fA-F]{2})")
_BASE64 = re.compile(r"[\"'`]([A-Za-z0-9+/_-]{16,20000}={0,2})[\"'`]")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2}){4,}")
_CODES = re.compile(r"fromC(?:harCode|odePoint)\s*\(([\s\d,xXa-fA-F.\[\]]{3,20000})\)")
_CODE_LIST = re.compile(r"\[\s*((?:\d{2,5}\s*,\s*){6,4000}\d{2,5})\s*\]")
_JOINED = re.compile(r"([\"'])\s*\+\s*\1")
_JOIN_LIST = re.compile(
    r"\[((?:\s*(?:\"[^\"]{0,40}\"|'[^']{0,40}')\s*,?){2,400})\]\s*\.join\(\s*(?:\"\"|'')\s*\)"
)
_REVERSED = re.compile(r"[\"']([^\"']{4,2000})[\"']\s*\.split\(\s*(?:\"\"|'')\s*\)\s*\.reverse\(\)")
_URL = re.compile(r"(?:https?|wss?)://[^\s\"'`<>\\)]{3,400}")
_SENDS = re.compile(
    r"\bfetch\s*\(|XMLHttpRequest|sendBeacon|new\s+WebSocket|\$\.(?:post|ajax)|axios|new\s+Image\s*\(|"
    r"\.submit\s*\(\s*\)|RTCDataChannel"
)
_READS = re.compile(
    r"\.value\b|FormData|serialize|innerText|textContent|onkey|addEventListener\([\"']key"
)
_GUARDS = re.compile(
    r"oncontextmenu|contextmenu|keyCode\s*[!=]=+\s*123|which\s*[!=]=+\s*123|[\"']F12[\"']|devtools|\bdebugger\b|"
    r"onselectstart|console\.clear|disable-devtool|outerHeight\s*-\s*(?:window\.)?innerHeight|"
    r"outerWidth\s*-\s*(?:window\.)?innerWidth"
)
_LOOKS = re.compile(
    r"navigator\.webdriver|HeadlessChrome|phantom|_selenium|callSelenium|domAutomation|navigator\.plugins\.length|"
    r"Googlebot|bingbot|ipapi|ip-api|ipinfo\.io|getTimezoneOffset|resolvedOptions\(\)\.timeZone|"
    r"WEBGL_debug_renderer_info|(?:Android|iPhone)[^\n]{0,40}(?:test|match)|(?:test|match|includes|indexOf)\(\s*[\"']?(?:Android|iPhone|Mobile)"
)
_WRITES = re.compile(
    r"document\.write|\.innerHTML\s*=|insertAdjacentHTML|createElement|attachShadow|DOMParser|createObjectURL|srcdoc"
)
_DRAWS = re.compile(r"fillText\s*\(|strokeText\s*\(")
_TRAPS = re.compile(
    r"onbeforeunload|[\"']beforeunload[\"']|requestFullscreen|history\.pushState|while\s*\(\s*(?:true|1)\s*\)|"
    r"setInterval\s*\([^)]{0,80}(?:alert|confirm|open)|exitPointerLock|requestPointerLock|keyboard\.lock"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptFacts:
    """What inline code tells.

    Attributes:
        text: Code with its encoded strings decoded behind it.
        hidden: The decoded strings alone.
        urls: Absolute URLs named in code, decoded ones included.
        sends: Whether it can send what was typed without a form.
        guards: Kinds of guards against people who look closer.
        looks: Kinds of tests for who is looking.
        writes: Whether it writes the page itself.
        draws: Whether it draws words on a canvas.
        traps: Kinds of traps that keep a visitor on the page.
    """

    text: str
    hidden: str
    urls: tuple[str, ...]
    sends: bool
    guards: int
    looks: int
    writes: bool
    draws: bool
    traps: int


def script_facts(code: str) -> ScriptFacts:
    """Facts of all inline code of a page."""
    code = code[:MOST_CHARACTERS]
    hidden = decoded(code)
    whole = f"{code}\n{hidden}" if hidden else code
    return ScriptFacts(
        text=whole,
        hidden=hidden,
        urls=tuple(dict.fromkeys(_URL.findall(whole)))[:200],
        sends=bool(_SENDS.search(whole) and _READS.search(whole)),
        guards=_kinds(_GUARDS, whole),
        looks=_kinds(_LOOKS, whole),
        writes=bool(_WRITES.search(whole)),
        draws=bool(_DRAWS.search(whole)),
        traps=_kinds(_TRAPS, whole),
    )


def decoded(code: str) -> str:
    """What encoded strings in code hold: Base64, escapes, character codes, pieces; a few layers deep."""
    found: list[str] = []
    layer, room = code, _MOST_DECODED
    for _ in range(_MOST_ROUNDS):
        layer = "\n".join(_layer(layer))[:room]
        if not layer:
            break
        found.append(layer)
        room -= len(layer)
    return "\n".join(found)


def _layer(code: str) -> list[str]:
    found = [_bytes_text(match) for match in _BASE64.findall(code)[:200]]
    found += [_numbers_text(match) for match in _CODES.findall(code)[:100]]
    found += [_numbers_text(match) for match in _CODE_LIST.findall(code)[:50]]
    found += [match[::-1] for match in _REVERSED.findall(code)[:100]]
    found += [_pieces(match) for match in _JOIN_LIST.findall(code)[:100]]
    found += [_percent(match) for match in _PERCENT.findall(code)[:100]]
    if _ESCAPE.search(code):
        found.append(_ESCAPE.sub(_unescaped, code))
    if _JOINED.search(code):
        found.append(_JOINED.sub("", code))
    return [text for text in found if text]


def _bytes_text(text: str) -> str:
    """Base64 that holds readable text; else nothing."""
    try:
        octets = base64.b64decode(
            text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True
        )
        read = octets.decode()
    except (binascii.Error, ValueError):
        return ""
    return read if sum(map(_readable, read)) >= 0.9 * len(read) else ""


def _percent(text: str) -> str:
    try:
        return bytes.fromhex(text.replace("%", "")).decode()
    except ValueError:
        return ""


def _numbers_text(text: str) -> str:
    numbers = re.findall(r"0[xX][0-9a-fA-F]{1,6}|\d{1,7}", text)
    codes = [int(number, 16 if number[:2] in {"0x", "0X"} else 10) for number in numbers]
    return "".join(
        chr(code) for code in codes if 9 <= code < 0x110000 and not 0xD800 <= code < 0xE000
    )


def _pieces(text: str) -> str:
    return "".join(a or b for a, b in re.findall(r"\"([^\"]*)\"|'([^']*)'", text))


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _readable(letter: str) -> bool:
    return letter.isprintable() or letter in "\r\n\t"


def _kinds(pattern: re.Pattern[str], text: str) -> int:
    return len({match[:12] for match in pattern.findall(text)})
