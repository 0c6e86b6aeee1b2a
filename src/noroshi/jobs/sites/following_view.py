"""Following, to be read: the life of one page and of all, for pages and commands. Nothing here writes."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from noroshi.jobs.sites.page_names import case_id
from noroshi.sites.defang import armed
from noroshi.sites.follow.wording import STATES
from noroshi.sites.judge.page_judge import KIND
from noroshi.spine.model import Edition, InputError, Subject, Text, indicator_id
from noroshi.spine.model.site_life import FollowedSite, LifeState, SiteLook, TakedownDraft
from noroshi.spine.model.site_queue import QueuedUrl
from noroshi.spine.store import Database
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.site_drafts import SiteDrafts
from noroshi.spine.store.site_follows import SiteFollows
from noroshi.spine.store.site_queue import SiteQueue


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLife:
    """The life of one page.

    Attributes:
        reported: As it stands in the queue.
        followed: As it is followed; null where it never was.
        looks: Every look, oldest first.
        editions: Every version of its entry on the shared list, in order; empty for none.
        drafts: Drafts of take-down requests, oldest first.
    """

    reported: QueuedUrl
    followed: FollowedSite | None
    looks: tuple[SiteLook, ...]
    editions: tuple[Edition, ...]
    drafts: tuple[TakedownDraft, ...]


def page_life(database: Database, url_or_id: str) -> PageLife:
    """The life of a page by its URL or the id of its URL.

    Raises:
        InputError: It was never reported.
    """
    reported = reported_page(database, url_or_id)
    follows, url = SiteFollows(database), reported.url
    entry = indicator_id(KIND, Subject.url(url))
    return PageLife(
        reported=reported,
        followed=follows.get(url),
        looks=tuple(follows.looks(url)),
        editions=tuple(SharedList(database).history(entry)),
        drafts=tuple(SiteDrafts(database).of(url)),
    )


def followed_pages(
    database: Database, state: LifeState | None = None, *, ended: bool = False, limit: int = 100
) -> list[FollowedSite]:
    """Followed pages, the last to change first; see `SiteFollows.listed`."""
    return SiteFollows(database).listed(state, ended=ended, limit=limit)


def state_counts(database: Database) -> Counter[LifeState]:
    """How many pages that are followed there are of each state."""
    return SiteFollows(database).counts()


def state_text(state: LifeState) -> Text:
    """What people read for a state."""
    return STATES[state]


def reported_page(database: Database, url_or_id: str) -> QueuedUrl:
    """The reported page of a URL, or of an id of one.

    Raises:
        InputError: There is none.
    """
    queue = SiteQueue(database)
    found = next(iter(queue.with_ids([case_id(url_or_id)])), None) or queue.get(url_or_id)
    if found is None:
        raise InputError(f"{url_or_id[:200]} was never reported; see: noroshi sites queue list")
    return found


def host_in(database: Database, text: str) -> str:
    """The host that a text means: a host itself, a URL, or the id of a reported URL.

    Raises:
        InputError: It is none.
    """
    text = armed(text)
    if "://" in text:
        host = urlsplit(text).hostname
        if not host:
            raise InputError(f"{text[:200]} names no host")
        return host
    found = SiteQueue(database).with_ids([text])
    return (found[0].host if found else text).strip("[]").lower()
