"""Hostile values for property tests of whatever writes lists. Needs hypothesis."""

from hypothesis import strategies as st

from noroshi.spine.model import Endpoint, Indicator, InputError, Subject, SubjectKind, Text, Tlp
from noroshi.testing.indicators import make_indicator

TRICKS = (
    '=HYPERLINK("http://example","x")',
    "@SUM(1)",
    "\t=1+1",
    "＝1+1",
    'a"\r\nb,c\n',
    "x'] OR [ipv4-addr:value = '192.0.2.9",
    "\\' OR \\",
    "\u2028\x85\x0b\x0c\x1c",
    "\u202e\ufeff",
    '"}\n{"id":1',
    "a" * 5_000,
    "c2.example\x00.example",
    'c2.example." always_nxdomain\nserver:',
    "*.example",
    "c2.example; drop",
    "c2.example $INCLUDE (",
    "192.0.2.1/24",
    "192.0.2.9/32; } { accept; }; route flow4 { dst 192.0.2.8/32",
    "192.0.2.01",
    "::ffff:c000:201",
    "0.0.0.0/0",
    "1.rpz-ip",
    'http://c2.example/"; sid:1; )\nalert ip any any -> any any (',
)
"""Formulas, line ends, quotes, separators, wildcards and lengths that break careless writers."""

# Surrogates cannot stand in a subject: its id is made of UTF-8.
hostile_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(
    TRICKS
)


@st.composite
def hostile_subjects(draw: st.DrawFn) -> Subject:
    """Addresses, endpoints with a hostile protocol, and hostile names and URLs."""
    address, hostile = str(draw(st.ip_addresses())), draw(hostile_texts)
    endpoint = Subject.endpoint(Endpoint(address, draw(st.integers(0, 65535)), hostile))
    kind = draw(st.sampled_from([SubjectKind.DOMAIN, SubjectKind.URL]))
    usable = [Subject.ip(address), Subject(kind, hostile)]
    if _reads_back(endpoint):
        usable.append(endpoint)
    return draw(st.sampled_from(usable))


def _reads_back(subject: Subject) -> bool:
    try:
        subject.as_endpoint()
    except InputError:
        return False
    return True


def hostile_indicators() -> st.SearchStrategy[Indicator]:
    """Indicators with hostile values in every field that can hold one."""
    sentences = st.builds(Text, ja=hostile_texts, en=hostile_texts)
    return st.builds(
        make_indicator,
        hostile_subjects(),
        kind=hostile_texts,
        label=hostile_texts,
        reasons=st.lists(sentences, max_size=3).map(tuple),
        tlp=st.sampled_from(Tlp),
        revoked=st.booleans(),
    )


def hostile_lists() -> st.SearchStrategy[list[Indicator]]:
    """Lists of hostile indicators, each subject once."""
    return st.lists(hostile_indicators(), max_size=5, unique_by=lambda one: one.id)


BLOCKED = (
    Subject.ip("192.0.2.1"),
    Subject.ip("2001:db8::1"),
    Subject.ip("2001:db8:0:1:1:1:1:1"),
    Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")),
    Subject.endpoint(Endpoint("192.0.2.1", 8080, "tcp")),
    Subject.endpoint(Endpoint("2001:db8::2", 53, "udp")),
    Subject.endpoint(Endpoint("192.0.2.3", 0, "gre")),
    Subject.prefix("198.51.100.0/24"),
    Subject.prefix("2001:db8:1::/48"),
    Subject.domain("c2.example"),
    Subject.domain("www.c2.example"),
    Subject.domain("x_y.c2.example"),
    Subject.domain("a" * 63 + "." + "b" * 63 + "." + "c" * 63 + ".example"),
    Subject.url("http://c2.example/a;b(c)?d=e,f"),
    Subject.url("https://c2.example:8443/"),
)
"""Canonical subjects of every kind that block lists know, some inside others."""


def handmade_subjects() -> st.SearchStrategy[Subject]:
    """Canonical subjects, and some of the same kinds that hold any text at all."""
    kinds = st.sampled_from(sorted({subject.kind for subject in BLOCKED}))
    names = st.builds("{}{}{}".format, st.just("c2."), hostile_texts, st.just(".example"))
    return st.sampled_from(BLOCKED) | st.builds(Subject, kinds, hostile_texts | names)


def handmade_lists() -> st.SearchStrategy[list[Indicator]]:
    """Lists as somebody might make them who goes around the constructors."""
    made = st.builds(
        make_indicator,
        handmade_subjects(),
        kind=st.sampled_from(["c2-server", "malicious-site"]),
        label=hostile_texts,
        revoked=st.sampled_from([False, False, True]),
    )
    return st.lists(made, max_size=25, unique_by=lambda one: one.id)
