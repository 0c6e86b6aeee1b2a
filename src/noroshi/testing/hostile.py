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
)
"""Formulas, line ends, quotes, separators and lengths that break careless writers."""

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
