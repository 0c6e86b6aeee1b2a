"""Extract: what people write by hand is read, and where a URL ends is told by its letters."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.sense.extract import MOST_URLS, extract_urls
from noroshi.sites.sense.post import read_post

POSTS = (
    Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[4] / "shared" / "data"))
    / "web"
    / "sns-posts-dev.jsonl"
)

DISARMED = [
    ("hxxps[:]//evil(dot)test[/]login", ["https://evil.test/login"]),
    ("ttps://evil.test/a", ["https://evil.test/a"]),
    ("h**p://evil.test/a", ["http://evil.test/a"]),
    ("http[s]://evil[.]test", ["https://evil.test"]),
    ("hxxps://evil[ . ]test/a", ["https://evil.test/a"]),
    ("hxxps://evil.]test/a", ["https://evil.test/a"]),
    ("hxxps://evil .test/a", ["https://evil.test/a"]),
    ("hxxps:// evil.test / login を", ["https://evil.test/login"]),
    ("h t t p s : / / evil . test / login", ["https://evil.test/login"]),
    ("meow://evil[.]test/", ["http://evil.test/"]),
    ("evil[.]test　login[.]test", ["evil.test", "login.test"]),
    ("evil dot test", ["evil.test"]),
    ("203[.]0[.]113[.]7/jp/", ["203.0.113.7/jp/"]),
    ("hxxps://evil[.]test:8443/x?y=z&w=[v]", ["https://evil.test:8443/x?y=z&w=[v]"]),
]
JAPANESE = [
    ("https://evil.test見て", ["https://evil.test"]),
    ("hxxps://evil[.]test、hxxps://evil2[.]test/a", ["https://evil.test", "https://evil2.test/a"]),
    ("（https://evil.test/login）の偽サイト", ["https://evil.test/login"]),
    ("https://evil.test/login#フィッシング", ["https://evil.test/login"]),
    ("https://evil.test/確認", ["https://evil.test/確認"]),
    ("https://evil.test/確認しました", ["https://evil.test/"]),
    ("https://evil.test/偽サイト", ["https://evil.test/"]),
    ("日本郵便[.]test を開くな", ["日本郵便.test"]),
    ("偽サイトはevil[.]test", ["evil.test"]),
    ("サイトevil[.]testです", ["evil.test"]),
    ("hxxp://例え[.]テスト/", ["http://例え.テスト/"]),
    ("hxxps：／／ｅｖｉｌ［．］ｔｅｓｔ／ａ", ["https://evil.test/a"]),
    ("ｗｗｗ．ｅｖｉｌ．ｔｅｓｔ", ["www.evil.test"]),
    ("https://evil。test/x", ["https://evil.test/x"]),
    ("https://evil.test。次の文", ["https://evil.test"]),
    ("https://evil\u200b.te\u200bst/\u2060a", ["https://evil.test/a"]),
    (
        "「https://evil.test/a」「https://evil.test/b」",
        ["https://evil.test/a", "https://evil.test/b"],
    ),
    ("リンクhttps://evil.test/a?b=1&c=2をクリック", ["https://evil.test/a?b=1&c=2"]),
    ("https://evil.test/a！！", ["https://evil.test/a"]),
]
ENDS = [
    ("HTTPS://EVIL.TEST/Path", ["https://evil.test/Path"]),
    ("https://evil.test/a(b)c)", ["https://evil.test/a(b)c"]),
    ("https://evil.test/a, https://evil.test/b.", ["https://evil.test/a", "https://evil.test/b"]),
    ("**https://evil.test/a**", ["https://evil.test/a"]),
    ("https://evil.test/login?id=abc…", ["https://evil.test/login?id=abc"]),
    ("https://evil.test/ahttps://evil.test/b", ["https://evil.test/a", "https://evil.test/b"]),
    ("https://t.test/go?u=https://evil.test/", ["https://t.test/go?u=https://evil.test/"]),
    ("https://[2001:db8::1]:8080/a", ["https://[2001:db8::1]:8080/a"]),
    ("https://evil.test.\nit is bad", ["https://evil.test"]),
    ("https://evil.test/a https://evil.test/a", ["https://evil.test/a"]),
]
LISTS = [
    ("・evil[.]test\n・evil2[.]test/a", ["evil.test", "evil2.test/a"]),
    ("https://evil.test/a,https://evil2.test/", ["https://evil.test/a", "https://evil2.test/"]),
    ("https://evil。test。", ["https://evil.test"]),
    ("https://evil\n.test/x", ["https://evil.test/x"]),
]
WORDS = [
    "info@evil.test に連絡 user[at]evil[.]test",
    "kit.zip index.php and/or 3.5/10 v1.2.3",
    "Example.co.jp を騙るメール",
    "203[.]0[.]113[.]7",
    "https://203.0.113.999/",
]


@pytest.mark.parametrize(("text", "urls"), [*DISARMED, *JAPANESE, *ENDS, *LISTS])
def test_urls_of_a_text_are_read_as_people_mean_them(text, urls):
    assert list(extract_urls(text)) == urls


@pytest.mark.parametrize("text", WORDS)
def test_words_addresses_and_files_are_no_urls(text):
    assert extract_urls(text) == ()


@pytest.mark.skipif(not POSTS.exists(), reason="NOROSHI_DATA has no posts")
def test_every_post_of_the_development_set_is_read_exactly():
    rows = [json.loads(line) for line in POSTS.read_bytes().splitlines()]
    wrong = [
        row["id"]
        for row in rows
        if list(extract_urls(read_post(json.dumps(row).encode()).text)) != row["urls"]
    ]
    assert rows
    assert wrong == []


def test_a_post_full_of_urls_gives_no_more_than_the_bound():
    text = " ".join(f"https://evil{number}.test/" for number in range(MOST_URLS * 2))
    assert len(extract_urls(text)) == MOST_URLS


@given(st.text(max_size=300))
def test_any_text_is_read_and_urls_hold_no_space(text):
    urls = extract_urls(text)
    assert len(set(urls)) == len(urls)
    assert not any(letter.isspace() or ord(letter) < 32 for url in urls for letter in url)


LABEL = st.from_regex(r"[a-z]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)


@given(
    host=st.lists(LABEL, min_size=1, max_size=3),
    path=st.lists(st.from_regex(r"[a-zA-Z0-9_-]{1,8}", fullmatch=True), max_size=3),
    dot=st.sampled_from(["[.]", "(.)", "{.}", "[dot]", "(ドット)", "［．］", "[。]"]),
    scheme=st.sampled_from(
        ["hxxps://", "hXXps[:]//", "https[://]", "ｈｔｔｐｓ：／／", "https:\\\\"]
    ),
    before=st.sampled_from(["", "偽サイトは", "【", "URL→", "\n"]),
    after=st.sampled_from(["", "です", "】", " に注意", "。", "、"]),
)
def test_a_disarmed_url_is_armed_again(host, path, dot, scheme, before, after):
    tail = "".join(f"/{part}" for part in path)
    written = f"{before}{scheme}{dot.join([*host, 'test'])}{tail}{after}"
    assert extract_urls(written) == (f"https://{'.'.join([*host, 'test'])}{tail}",)


@given(
    st.sampled_from(
        ["[.]", "h t t p : / / ", "https://", "a.", "漢", "(", "[a](", "<a ", "a@", "。a", "-"]
    )
)
def test_repeated_pieces_cost_no_more_than_their_length(piece):
    assert len(extract_urls(piece * 2_000)) <= MOST_URLS
