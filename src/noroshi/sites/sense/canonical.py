"""Canonical: one spelling for all URLs that lead to the same page.

`spine.model.url` writes what is shared; this one also keeps credentials and fragment, which are
part of what somebody reported and of what a visit must open.
"""

from ada_url import URL

from noroshi.spine.model import InputError

MOST_CHARACTERS = 8_000


def canonical_url(text: str) -> str:
    """The WHATWG serialisation: ASCII host, percent-encoded path, no default port, no dot segments.

    A URL without a scheme is taken as `http`. User names, query and fragment stay: they are part of
    what was reported. `mask_victim` removes what identifies a victim.

    Raises:
        InputError: The text is no web URL, or longer than any page needs. The message is the reason.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError("url-too-long")
    text = text.strip()
    if "://" not in text[:12]:
        text = f"http://{text}"
    try:
        url = URL(text)
    except (ValueError, UnicodeError) as error:
        raise InputError("not-a-url") from error
    if url.protocol not in {"http:", "https:"}:
        raise InputError("not-a-web-url")
    return str(url.href)
