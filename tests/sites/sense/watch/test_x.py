"""X: a search is read page by page, goes on where it was broken off, and never exceeds its budget."""

import pytest

from noroshi.sites.sense.watch.x import LEAST, x_batches
from noroshi.spine.model import SourceError
from noroshi.testing.sources import as_json, way_to, web


class Budget:
    """A budget in memory."""

    def __init__(self, left):
        self.left = left

    def reserve(self, most):
        granted = min(most, self.left)
        self.left -= granted
        return granted

    def give_back(self, posts):
        self.left += posts


class Api:
    """Recent search over made posts: newest first, billed by what it returns."""

    def __init__(self, count, page=25):
        self.count, self.page, self.billed, self.tokens = count, page, 0, []

    def __call__(self, asked):
        assert asked.headers["authorization"] == "Bearer secret"
        assert asked.query["query"] == "#詐欺 -is:retweet"
        since = int(asked.query.get("since_id", 0))
        start = int(asked.query.get("next_token", 0))
        self.tokens.append(start)
        newest_first = [n for n in range(self.count, 0, -1) if n > since]
        most = min(int(asked.query["max_results"]), self.page)
        rows = newest_first[start : start + most]
        self.billed += len(rows)
        meta = {"result_count": len(rows)}
        if rows:
            meta |= {"newest_id": str(rows[0]), "oldest_id": str(rows[-1])}
        if start + most < len(newest_first):
            meta["next_token"] = str(start + most)
        return as_json({"data": [post(n) for n in rows], "meta": meta} if rows else {"meta": meta})


def post(number):
    return {
        "id": str(number),
        "text": f"詐欺 https://t.co/x{number}",
        "entities": {
            "urls": [
                {"url": f"https://t.co/x{number}", "expanded_url": f"http://h{number}.example/"}
            ]
        },
    }


def read(url, cursor, budget, stop=lambda: False):
    return x_batches(way_to(url, "secret"), "#詐欺 -is:retweet", cursor, stop, budget)


def ids(batches):
    return [int(post.id) for batch in batches for post in batch.posts]


def test_all_pages_are_read_and_the_next_search_begins_behind_them():
    api, budget = Api(60), Budget(1000)
    with web(api) as url:
        batches = list(read(url, "", budget))
        assert sorted(ids(batches)) == list(range(1, 61))
        assert "http://h60.example/" in batches[0].posts[0].text
        api.count = 70
        assert sorted(ids(read(url, batches[-1].cursor, budget))) == list(range(61, 71))
    assert 1000 - budget.left == api.billed == 70


def test_a_search_that_was_broken_off_goes_on_at_its_page():
    api, budget = Api(60), Budget(1000)
    with web(api) as url:
        stopped = iter([False, True])
        first = list(read(url, "", budget, lambda: next(stopped)))
        rest = list(read(url, first[-1].cursor, budget))
    assert sorted(ids(first + rest)) == list(range(1, 61))
    assert api.tokens == [0, 25, 50]
    assert api.billed == 60


@pytest.mark.parametrize("budget", [0, LEAST - 1, LEAST, 33, 61])
def test_no_more_posts_are_billed_than_the_budget_holds(budget):
    api, meter = Api(200), Budget(budget)
    batches = []
    with web(api) as url, pytest.raises(SourceError, match="spent its budget"):
        batches.extend(read(url, "", meter))
    assert api.billed <= budget
    assert api.billed + meter.left == budget


def test_posts_that_were_not_given_are_not_counted():
    meter = Budget(100)
    with web(lambda _: (503, {}, b"")) as url, pytest.raises(SourceError, match="answers 503"):
        list(read(url, "", meter))
    assert meter.left == 100


@pytest.mark.parametrize("body", [[], {"data": [7, {"id": "1"}], "meta": 5}])
def test_odd_pages_are_refused_or_counted(body):
    with web(lambda _: as_json(body)) as url:
        if isinstance(body, list):
            with pytest.raises(SourceError, match="no page of posts"):
                list(read(url, "", Budget(100)))
        else:
            (batch,) = read(url, "junk", Budget(100))
            assert batch.refused == {"bad-row": 2}
