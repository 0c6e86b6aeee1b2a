from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.campaign import path_template, trace_of
from noroshi.sites.campaign.trace import host_template, signature, skeleton_likeness
from noroshi.testing.judged_pages import imitation
from noroshi.testing.visits import page_visit


def test_shapes_of_paths_forget_what_changes() -> None:
    assert path_template("https://a.test/user/123/x9f3k2q8?b=1&a=2") == "/user/#/*?a,b"
    assert path_template("https://a.test/") == ""
    assert path_template("http://[x") == ""
    assert host_template("https://abc12.example-x.test/") == "a3#.a7-a1.test"
    assert host_template("https://192.0.2.1/") == "address"


def test_the_skeleton_ignores_words_and_names() -> None:
    one = imitation("a.test")
    other = replace(imitation("b.test"), html=imitation().html.replace("楽天カード", "あさぎ銀行"))
    assert skeleton_likeness(trace_of(one).skeleton, trace_of(other).skeleton) == 1


def test_a_tiny_page_has_no_skeleton() -> None:
    assert signature(("html", "body")) == ()
    assert skeleton_likeness((), ()) == 0


def test_traces_of_a_maker_are_taken() -> None:
    html = '<link rel="stylesheet" href="https://cdn-a.kits.test/a.css"><script>gtag("G-ABCD1234")</script><form action="https://drop.test/p.php"><input type="password"></form>'
    trace = trace_of(page_visit("https://x1.test/", html))
    assert trace.ids == {"G-ABCD1234"}
    assert trace.resources == {"host:cdn-a.kits.test"}
    assert trace.endpoint == "drop.test/p.php"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_address_has_a_shape(url: str) -> None:
    path_template(url)
    host_template("https://" + url)
