"""Page names: which page a person means, by the id of its case or by its URL as people write it."""

from noroshi.jobs.sites.intake import masked_url
from noroshi.sites.defang import armed
from noroshi.sites.sense import extract_urls
from noroshi.spine.model import InputError
from noroshi.spine.model.site_report import url_id

ID_LENGTH = 32
HEX = frozenset("0123456789abcdef")


def case_id(name: str) -> str:
    """The id of a case, from itself or from its URL."""
    return name if len(name) == ID_LENGTH and set(name) <= HEX else url_id(written_url(name))


def written_url(text: str) -> str:
    """A URL as the queue holds it: armed, canonical, and without what identifies a victim.

    Addresses are shown to people defanged, so they come back defanged. What is no URL comes back as
    it is.
    """
    for candidate in (armed(text), *extract_urls(text)[:1]):
        try:
            return masked_url(candidate)
        except InputError:
            continue
    return text
