"""Addresses: campaigns by URL alone, for lists of pages that nobody can visit any more."""

from collections import defaultdict
from collections.abc import Sequence

from noroshi.sites.analyse.document import host_of
from noroshi.sites.campaign.trace import host_template, path_template
from noroshi.sites.names import registered_domain

LARGE = 5
"""Addresses from which a cluster counts as a campaign."""


def address_clusters(urls: Sequence[str]) -> list[list[int]]:
    """Numbers of URLs with the same shape: the path's where there is one, else the host's.

    A path alone is weak for a common word; the host's suffix is taken in with it.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for number, url in enumerate(urls):
        groups[_key(url)].append(number)
    return sorted(groups.values(), key=lambda group: (-len(group), group))


def share_in_large(clusters: Sequence[Sequence[int]], least: int = LARGE) -> float:
    """Share of addresses that lie in clusters of at least so many."""
    total = sum(map(len, clusters))
    return sum(len(group) for group in clusters if len(group) >= least) / total if total else 0.0


def _key(url: str) -> str:
    template = path_template(url)
    host = host_of(url)
    suffix = host_template(url)
    if template:
        return f"path {template} {suffix.rpartition('.')[2]}"
    domain = registered_domain(host) if host else ""
    return f"host {host_template(f'http://{domain}/')}" if domain else "none"
