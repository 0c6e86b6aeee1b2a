"""What a source answers is good, or told with what to do."""

import pytest

from noroshi.sites.sense.watch.way import json_of, message_of
from noroshi.spine.model import InputError, SourceError
from noroshi.testing.sources import way_to, web


@pytest.mark.parametrize(("status", "told"), [(401, "check its secret"), (429, "raise its every_s"), (500, "answers 500")])  # fmt: skip
def test_bad_answers_say_what_to_do(status, told):
    with web(lambda _: (status, {}, b"")) as url, pytest.raises(SourceError, match=told):
        way_to(url).ask(url)


def test_the_token_is_shown():
    seen = []
    with web(
        lambda asked: (seen.append(asked.headers.get("authorization")), (200, {}, b""))[1]
    ) as url:
        way_to(url, "secret").ask(url)
        way_to(url).ask(url)
    assert seen == ["Bearer secret", None]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000])
def test_broken_json_is_the_source_s_fault(text):
    with pytest.raises(SourceError, match="broken JSON"):
        json_of(text, "made")
    with pytest.raises(InputError, match="bad-message"):
        message_of(text)
