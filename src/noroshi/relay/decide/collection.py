"""Collection: on which list a kind of finding stands."""

LISTS = {
    "c2-server": "c2-servers",
    "malicious-site": "malicious-sites",
}
"""Kind of finding -> name of the list; kinds without a list are not shared."""


def collection_of(kind: str) -> str | None:
    """Name of the list; null for a kind that is not shared."""
    return LISTS.get(kind)
