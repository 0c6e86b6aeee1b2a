"""Mask: a URL without the parts that tell whom it was sent to.

Links in phishing messages carry the victim: a user name, an e-mail address, a telephone number, a
token that the sender can look up. To visit the link with them would tell the sender that the
message was read; to share them would name the victim. Masking comes before storing, visiting and
sharing, and is a step of its own: `extract` gives what was written.
"""

import re
from base64 import urlsafe_b64decode
from binascii import Error
from urllib.parse import unquote

MASK = "-masked-"
"""Stands for what was removed; letters that no URL needs to have encoded."""

_PARTS = re.compile(
    r"(?P<head>[a-z][a-z0-9+.-]{0,20}://)?(?P<site>[^/?#]*)(?P<tail>.*)", re.IGNORECASE | re.DOTALL
)
_FIELD = re.compile(r"([^/?#&;=]+)(=?)")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(r"(?:\+?81|0)[ -]?\d{1,4}[ -]?\d{1,4}[ -]?\d{3,4}")
_BASE64 = re.compile(r"[A-Za-z0-9_+-]{12,400}={0,2}")
_PERSONAL = frozenset(
    [
        "e",
        "email",
        "e-mail",
        "mail",
        "m",
        "user",
        "userid",
        "user_id",
        "uid",
        "username",
        "login_hint",
        "phone",
        "tel",
        "mobile",
        "msisdn",
        "name",
        "account",
        "acct",
        "customer",
        "cid",
        "rid",
        "recipient",
        "to",
        "token",
        "tkn",
        "key",
        "sid",
        "session",
        "sessionid",
        "auth",
        "hash",
    ]
)
"""Names of fields whose value stands for one person."""

_TOKEN = re.compile(
    r"(?=[^\d]*\d)(?=[^a-z]*[a-z])[A-Za-z0-9_.~-]{24,}|[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.IGNORECASE,
)


def mask_victim(url: str) -> str:
    """The URL with user name, addresses, telephone numbers and tokens replaced by `MASK`.

    Host, port, and the names of fields stay, and so do short values; masking twice changes nothing.
    Long random path segments are masked too, although some name a campaign rather than a person:
    the host and the rest of the path still tell the campaign.
    """
    match = _PARTS.fullmatch(url)
    assert match is not None, "every part of the pattern may be empty"
    site = match["site"].rpartition("@")
    host = f"{MASK}@{site[2]}" if site[1] else site[2]
    return (match["head"] or "") + host + _masked(match["tail"])


def _masked(tail: str) -> str:
    parts: list[str] = []
    at, named = 0, ""
    for match in _FIELD.finditer(tail):
        parts.append(tail[at : match.start()])
        value, at = match[1], match.end()
        before = tail[match.start() - 1 : match.start()]
        is_value = before == "=" and bool(named)
        personal = is_value and named.lower() in _PERSONAL
        parts.append(MASK if personal or tells_person(value) else value)
        parts.append(match[2])
        named = value if match[2] else named if is_value else ""
    return "".join([*parts, tail[at:]])


def tells_person(value: str) -> bool:
    """Whether one part of a path or query holds an address, a telephone number or a token."""
    plain = unquote(value)
    if _MAIL.search(plain) or _PHONE.fullmatch(plain) or _TOKEN.fullmatch(plain):
        return True
    return bool(_BASE64.fullmatch(plain)) and _MAIL.search(_decoded(plain)) is not None


def _decoded(text: str) -> str:
    padded = text.rstrip("=").replace("+", "-")
    try:
        return urlsafe_b64decode(padded + "=" * (-len(padded) % 4)).decode("utf-8", "ignore")
    except (Error, ValueError):
        return ""
