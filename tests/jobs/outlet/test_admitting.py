"""Admitting: the most certain entries up to the cap; what is left out is told with its reason."""

from noroshi.jobs.outlet.admitting import admit, never
from noroshi.spine.home import Home
from noroshi.spine.model import Endpoint, Standing, Subject, SubjectKind, Tlp

from .conftest import AT, listed


def prefix(text):
    return Subject(SubjectKind.PREFIX, text)


def values(admitted):
    return [one.subject.value for one in admitted.indicators]


def test_the_most_certain_first_up_to_the_cap(home, store, publish):
    home.settings_file.write_text("[outlet]\nmost_routes = 2\nleast_confidence = 60\n")
    publish(
        listed(Subject.ip("192.0.2.1"), confidence=70),
        listed(Subject.ip("192.0.2.2"), confidence=90),
        listed(Subject.endpoint(Endpoint("192.0.2.3", 443, "tcp")), confidence=80),
        listed(Subject.ip("192.0.2.4"), confidence=59),
        listed(prefix("198.51.0.0/16"), confidence=99),
        listed(Subject(SubjectKind.DOMAIN, "bad.example"), confidence=99),
        listed(Subject.ip("192.0.2.5"), Standing.WITHDRAWN, confidence=99),
        listed(Subject.ip("192.0.2.6"), confidence=99, tlp=Tlp.RED),
        listed(Subject.ip("192.0.2.7"), collection="malicious-sites", confidence=99),
    )
    admitted = admit(Home(home.path), store, AT)
    assert values(admitted) == ["192.0.2.2", "192.0.2.3:443/tcp"]
    assert admitted.left_out == {"beyond-most-routes": 1, "low-confidence": 1, "too-wide": 1}


def test_what_the_operator_forbids_is_never_acted_on(home, store, publish):
    home.settings_file.write_text('[outlet]\nnever = ["192.0.2.0/28"]\n')
    publish(
        listed(Subject.ip("192.0.2.15"), confidence=90),
        listed(Subject.ip("192.0.2.16"), confidence=90),
        listed(prefix("192.0.2.0/24"), confidence=90),
    )
    admitted = admit(Home(home.path), store, AT)
    assert values(admitted) == ["192.0.2.16"]
    assert admitted.left_out == {"never": 2}


def test_a_name_is_guarded_with_all_around_it(home):
    home.settings_file.write_text('[outlet]\nnever = ["www.isp.example"]\n')
    guarded = never(Home(home.path))
    said = {
        name: guarded(Subject(SubjectKind.DOMAIN, name))
        for name in ("www.isp.example", "a.www.isp.example", "isp.example", "other.example")
    }
    # A zone blocks all below a name, so its parents are guarded, too.
    assert said == {
        "www.isp.example": True, "a.www.isp.example": True, "isp.example": True,
        "other.example": False,
    }  # fmt: skip


def test_without_settings_nothing_is_guarded(home):
    assert not never(home)(Subject.ip("192.0.2.1"))
