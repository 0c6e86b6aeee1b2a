"""Parts: a URL taken apart for measuring; scheme, `www.` and user name left out.

Lists of good sites are often written without scheme or `www.`: a model that saw them would learn how
a list is written.
"""

from dataclasses import dataclass

from ada_url import URL

from noroshi.sites.names import is_address, public_suffix
from noroshi.spine.model import InputError

MOST_CHARACTERS = 8_000
_IGNORED = str.maketrans({"\t": None, "\r": None, "\n": None, "\\": "/"})
"""What browsers leave out of a URL, and their other slash."""

_MEASURED = 400
"""Characters of path and query that are looked at."""


@dataclass(frozen=True, slots=True)
class UrlParts:
    """One URL in lower case.

    Attributes:
        host: ASCII host without `www.`.
        suffix: Public suffix of the host, private ones too; `ip` for addresses.
        label: The label registered under the suffix; empty where the host is a suffix.
        under: What stands before the registered label, without its dot.
        path: Path without the first slash and the last.
        query: Query, without its question mark.
    """

    host: str
    suffix: str
    label: str
    under: str
    path: str
    query: str


def url_parts(text: str) -> UrlParts:
    """A URL's parts; a host alone is the URL of its first page.

    Raises:
        InputError: There is no host, or the text is longer than any page needs. The message is the
            reason.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError("url-too-long")
    rest = text.strip().translate(_IGNORED).lower()
    scheme, mark, after = rest[:12].partition("://")
    if mark:
        if scheme not in {"http", "https"}:
            raise InputError("not-a-web-url")
        rest = after + rest[12:]
    rest, _, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    site, _, path = rest.partition("/")
    site = site.rpartition("@")[2]
    host = site.partition("]")[0] + "]" if site[:1] == "[" else site.partition(":")[0].rstrip(".")
    if not host.isascii() or not _is_plain(host):
        host = _ascii_host(host)
    if is_address(host):
        return UrlParts(host, "ip", host, "", path[:_MEASURED].rstrip("/"), query[:_MEASURED])
    if "." not in host:
        raise InputError("no-host")
    host = host.removeprefix("www.")
    suffix = public_suffix(host)
    under, _, label = host.removesuffix(suffix).rstrip(".").rpartition(".")
    if not path and fragment.startswith(("/", "!/")):
        path = fragment.lstrip("!/")
    return UrlParts(host, suffix, label, under, path[:_MEASURED].rstrip("/"), query[:_MEASURED])


def _is_plain(host: str) -> bool:
    return host.replace("-", "").replace(".", "").replace("_", "").isalnum()


def _ascii_host(host: str) -> str:
    try:
        return str(URL(f"http://{host}/").host)
    except (ValueError, UnicodeError) as error:
        raise InputError("no-host") from error
