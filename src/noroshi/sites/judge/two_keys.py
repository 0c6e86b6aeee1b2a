"""Two keys: what a person's verdict does to what holds, and how many persons it takes."""

from collections.abc import Collection

from noroshi.spine.model.site_proposal import SiteAct
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict


def act_of(held: SiteVerdict | None, danger: SiteDanger, *, shared: bool) -> SiteAct:
    """What a verdict does.

    Args:
        held: What holds now; null for nothing.
        danger: What is wanted.
        shared: Whether the page stands on the shared list.
    """
    if shared and danger is not SiteDanger.DANGEROUS:
        return SiteAct.WITHDRAW_SHARED
    if held is not None and held.danger is danger:
        return SiteAct.AGREE
    if danger is SiteDanger.DANGEROUS:
        return SiteAct.TO_MALICIOUS
    if danger is SiteDanger.HARMLESS:
        return SiteAct.TO_HARMLESS
    return SiteAct.OTHER


def keys_of(act: SiteAct, two_keys: Collection[SiteAct], *, many: bool = False) -> int:
    """Persons that an act takes.

    Args:
        act: What it does.
        two_keys: Acts that take two.
        many: Whether it is said of many pages at once: then every act takes two, unless none does.
    """
    return 2 if act in two_keys or (many and two_keys) else 1
