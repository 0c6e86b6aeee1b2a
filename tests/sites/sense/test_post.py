"""Post: one line of JSON, with what the platform tells beside the text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.sense.post import MOST_CHARACTERS, read_post
from noroshi.spine.model import InputError


def line(**row):
    return json.dumps(row, ensure_ascii=False).encode()


def test_a_post_keeps_its_id_and_text():
    post = read_post(line(id="p1", text="注意", platform="plain", urls=[]))
    assert (post.id, post.text) == ("p1", "注意")


def test_a_facet_of_bluesky_gives_the_link_that_is_not_in_the_text():
    facet = {
        "index": {"byteStart": 4, "byteEnd": 13},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://evil.test/long"}],
    }
    assert (
        read_post(line(id=1, text="偽 evil.tes…", facets=[facet])).text.split()[1]
        == "https://evil.test/long"
    )


def test_a_short_url_of_x_is_expanded():
    entities = {"urls": [{"url": "https://t.example/abc", "expanded_url": "https://evil.test/"}]}
    post = read_post(line(id=1, text="偽 https://t.example/abc", entities=entities))
    assert post.text.split() == ["偽", "https://evil.test/"]


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b"no json", "bad-row"),
        (b'{"id":1}', "bad-row"),
        (b'{"text":"x"}', "bad-row"),
        (b'{"id":1,"text":"\xff"}', "bad-row"),
        (b'{"id":1,"text":' + b"[" * 100_000, "bad-row"),
        (line(id=1, text="x" * (MOST_CHARACTERS + 1)), "text-too-long"),
    ],
)
def test_what_is_no_post_is_refused_with_a_reason(octets, reason):
    with pytest.raises(InputError, match=reason):
        read_post(octets)


@given(st.binary(max_size=200))
def test_any_octets_are_a_post_or_refused(octets):
    try:
        post = read_post(octets)
    except InputError:
        return
    assert isinstance(post.text, str)
