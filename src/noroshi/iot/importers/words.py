"""Words: other tools' names of protocols, and which of them identification can read."""

from noroshi.iot.analyse.answer import KINDS

NAMES = {"title": "http_title", "http.server": "http_server", "domain": "dns", "imap4": "imap"}


def readable(name: str, banner: str) -> tuple[str, str]:
    """Protocol as ours, with the banner; an empty banner where nothing could be read from it."""
    plain = NAMES.get(name.lower(), name.lower())[:40]
    known = plain in KINDS or plain in {"http", "https", "cwmp"}
    return plain, banner if known else ""
