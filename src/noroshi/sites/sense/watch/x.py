"""X: recent posts that match a query, by API v2, within a budget that is counted before it is spent.

Source: docs.x.com, "Search recent posts": newest first, `since_id`, `next_token`, 10 to 100 posts a
page; every post that is returned is billed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Protocol
from urllib.parse import urlencode

import msgspec

from noroshi.sites.sense.post import read_post
from noroshi.sites.sense.watch.batch import Batch, Post, Stop
from noroshi.sites.sense.watch.mastodon import later
from noroshi.sites.sense.watch.way import Way, json_of
from noroshi.spine.model import InputError, SourceError

LEAST, MOST = 10, 100
"""Posts of a page, as the API allows."""


class Budget(Protocol):
    """What may still be read."""

    def reserve(self, most: int) -> int:
        """Posts that may be asked for now, counted as read; 0 for none."""

    def give_back(self, posts: int) -> None:
        """Posts that were reserved and did not come."""


class Cursor(msgspec.Struct, frozen=True):
    """Where reading is: behind `since`; in the middle of a search, `newest` and `token` are set."""

    since: str = ""
    newest: str = ""
    token: str = ""


def x_batches(way: Way, query: str, cursor: str, stop: Stop, budget: Budget) -> Iterator[Batch]:
    """The pages of one search, newest first. A search that was broken off goes on where it was.

    Ends early, without an error, where the budget does.

    Raises:
        SourceError: The API is unwell or refuses.
    """
    at = _read_cursor(cursor)
    while not stop():
        granted = budget.reserve(MOST)
        if granted < LEAST:
            budget.give_back(granted)
            raise SourceError(
                f"{way.name} has spent its budget; reading goes on when the next day or month "
                "begins (UTC), or with a larger per_day or per_month"
            )
        try:
            page = _asked(way, query, at, granted)
        except SourceError:
            budget.give_back(granted)
            raise
        rows = page.get("data")
        rows = rows if isinstance(rows, list) else []
        budget.give_back(max(0, granted - len(rows)))
        at = _moved(at, page)
        yield _batch(rows, at)
        if not at.token:
            return


def _asked(way: Way, query: str, at: Cursor, most: int) -> Mapping[str, object]:
    asked = {"query": query, "max_results": str(most), "tweet.fields": "entities"}
    if at.since:
        asked["since_id"] = at.since
    if at.token:
        asked["next_token"] = at.token
    page = json_of(way.ask(f"{way.url}/2/tweets/search/recent?{urlencode(asked)}").body, way.name)
    if not isinstance(page, Mapping):
        raise SourceError(f"{way.name} gives no page of posts; is its url that of the API?")
    return page


def _moved(at: Cursor, page: Mapping[str, object]) -> Cursor:
    meta = page.get("meta")
    told = meta if isinstance(meta, Mapping) else {}
    newest = at.newest
    if isinstance(name := told.get("newest_id"), str) and later(name, newest):
        newest = name
    token = told.get("next_token")
    if isinstance(token, str) and token:
        return Cursor(since=at.since, newest=newest, token=token[:2_000])
    return Cursor(since=newest if later(newest, at.since) else at.since)


def _batch(rows: list[object], at: Cursor) -> Batch:
    refused: Counter[str] = Counter()
    posts = []
    for row in rows:
        try:
            post = read_post(msgspec.json.encode(row))
        except InputError as error:
            refused[str(error)] += 1
        else:
            posts.append(Post(id=str(post.id)[:40], text=post.text))
    # Posts were counted with the budget already.
    return Batch(posts=posts, cursor=msgspec.json.encode(at).decode(), refused=refused)


def _read_cursor(cursor: str) -> Cursor:
    try:
        return msgspec.json.decode(cursor, type=Cursor) if cursor else Cursor()
    except msgspec.DecodeError:
        return Cursor()
