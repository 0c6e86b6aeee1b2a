import pytest

from noroshi.sites.visit import HopKind
from noroshi.sites.visit.bounds import VisitBounds
from noroshi.sites.visit.recorder import Recorder, kept_url, place_of
from noroshi.spine.net.egress import Refusal, Report


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://Shop.example/a", ("shop.example", 80)),
        ("https://shop.example:8443/", ("shop.example", 8443)),
        ("wss://[2001:db8::1]/", ("2001:db8::1", 443)),
        ("data:text/html,x", None),
        ("blob:http://shop.example/1", None),
        ("http://[broken/", None),
        ("http://shop.example:99999/", None),
        ("", None),
    ],
)
def test_a_url_gives_the_place_that_the_way_out_knows(url, place):
    assert place_of(url) == place


def test_a_recorded_url_is_bounded_and_carries_no_content():
    assert kept_url("data:text/html,<script>bad()</script>") == "data:text/html"
    assert len(kept_url("http://shop.example/" + "x" * 9_000)) == 2_000


class Thing:
    """Anything with attributes that can be a key."""

    def __init__(self, **attributes):
        self.__dict__.update(attributes)


class Tab:
    """Stands for a page: the recorder hears of requests by it."""

    def __init__(self):
        self.main_frame, self._heard = object(), {}

    def on(self, event, handler):
        self._heard[event] = handler

    def tell(self, event, subject):
        self._heard[event](subject)

    def request(self, url="http://shop.example/", *, document=True, before=None, failure=None):
        made = Thing(
            url=url,
            frame=self.main_frame,
            is_navigation_request=lambda: document,
            redirected_from=before,
            failure=failure,
        )
        self.tell("request", made)
        return made


def recorded(**bounds):
    tab, stops = Tab(), []
    return tab, stops, Recorder(tab, Report(), VisitBounds(**bounds), stops.append)


def test_redirects_script_and_clicks_are_told_apart():
    tab, _, recorder = recorded()
    first = tab.request()
    tab.request(before=first)
    tab.request()
    recorder.clicking = True
    tab.request()
    tab.request(document=False)
    kinds = [hop.kind for hop in recorder.chain()]
    assert kinds == [HopKind.START, HopKind.HTTP, HopKind.PAGE, HopKind.CLICK]


def test_too_many_redirects_and_requests_stop_the_visit_and_are_not_kept():
    tab, stops, recorder = recorded(redirects=2)
    for _ in range(5):
        tab.request()
    assert stops == [Refusal.REQUESTS] * 2
    assert len(recorder.chain()) == 3
    tab, stops, _ = recorded(requests=3)
    for _ in range(4):
        tab.request(document=False)
    assert stops == [Refusal.REQUESTS]


def test_it_is_busy_until_every_request_ended():
    tab, _, recorder = recorded()
    one, other = tab.request(), tab.request(document=False)
    tab.tell("requestfinished", one)
    assert recorder.is_busy
    tab.tell("requestfailed", other)
    assert not recorder.is_busy


def test_a_certificate_s_failure_is_noted_and_no_other():
    tab, _, recorder = recorded()
    tab.tell("requestfailed", tab.request(failure="net::ERR_EMPTY_RESPONSE"))
    assert recorder.distrusted == ""
    tab.tell("requestfailed", tab.request(failure="net::ERR_CERT_DATE_INVALID"))
    assert recorder.distrusted == "net::ERR_CERT_DATE_INVALID"


def test_a_second_time_begins_a_new_chain():
    tab, _, recorder = recorded()
    tab.request()
    tab.tell("load", tab)
    recorder.begin_again()
    tab.request("http://shop.example/2")
    assert [(hop.url, hop.kind) for hop in recorder.chain()] == [
        ("http://shop.example/2", HopKind.START)
    ]
    assert not recorder.loaded


def test_what_was_never_asked_is_ignored():
    tab, _, recorder = recorded()
    stray = Thing(failure=None)
    tab.tell("requestfinished", stray)
    tab.tell("response", Thing(request=stray))
    assert recorder.chain() == ()
