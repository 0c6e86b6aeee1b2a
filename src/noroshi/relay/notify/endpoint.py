"""Endpoint: what a webhook's URL and secret may be."""

from urllib.parse import urlsplit

from noroshi.spine.model import InputError

LONGEST_URL = 2_000
LEAST_SECRET = 32
"""Characters of the shortest secret that is taken (RFC 2104 section 3: no shorter than the digest)."""
LONGEST_SECRET = 256


def webhook_url(text: str) -> str:
    """A URL that may be posted to.

    Raises:
        InputError: It is none, carries a name or password, or is too long.
    """
    try:
        parts = urlsplit(text)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError as error:
        raise InputError(f"the webhook's URL cannot be read: {error}") from error
    if parts.scheme not in ("https", "http") or not parts.hostname or not port_is_fine:
        raise InputError("a webhook needs a whole URL: https://host.example/path")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise InputError("a webhook's URL carries no name, password or fragment; the signature shows who sends")  # fmt: skip
    if len(text) > LONGEST_URL or not text.isascii() or not text.isprintable() or " " in text:
        raise InputError(f"a webhook's URL is printable ASCII of at most {LONGEST_URL} characters")
    return text


def webhook_secret(text: str) -> str:
    """A secret that may sign.

    Raises:
        InputError: It is too short, too long, or of other characters than printable ASCII.
    """
    if not LEAST_SECRET <= len(text) <= LONGEST_SECRET or not text.isascii() or not text.isprintable():  # fmt: skip
        raise InputError(
            f"a webhook's secret is {LEAST_SECRET} to {LONGEST_SECRET} printable ASCII characters; "
            "make one with: openssl rand -hex 32"
        )
    return text
