"""Plain reports: patterns say what a parser says, of whole reports and of damaged ones, or nothing."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from noroshi.readiness.mail.sense import aggregate, plain_report
from noroshi.readiness.mail.sense.aggregate import read_aggregate
from noroshi.readiness.mail.sense.plain_report import is_closed, plain_head, plain_records
from noroshi.spine.model import InputError
from noroshi.testing.mail_reports import Record, report_xml

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[5] / "shared" / "data"))
SAMPLES = sorted((DATA / "netsec" / "dmarc").glob("*.xml"))

RECORDS = [
    Record(
        source=f"192.0.2.{number}",
        count=number + 1,
        spf=spf,
        signatures={"isp.example": "pass", "list.example": spf},
        envelope={f"e{number % 2}.example": spf},
        reasons=("local_policy",) * (number % 3),
    )
    for number, spf in enumerate(["pass", "fail"] * 3)
]
REPORT = report_xml(RECORDS).decode()
SPACED = REPORT.replace("><", ">\r\n  <")


def told(octets, *, by_patterns, read=1 << 16):
    """All that a reading gives, or the reason why it gives nothing."""
    taken = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aggregate, "_READ", read)
        patch.setattr(aggregate, "CHUNK", 3)
        if not by_patterns:
            patch.setattr(aggregate, "plain_head", lambda _: None)
        try:
            reading = read_aggregate(BytesIO(octets), lambda head, rows: taken.append((head, rows)))
        except InputError as error:
            return str(error), taken
    return reading, taken


def same(text, read=1 << 16):
    octets = text.encode("utf-8", "surrogatepass")
    by_parser = told(octets, by_patterns=False, read=read)
    assert told(octets, by_patterns=True, read=read) == by_parser
    return by_parser


@pytest.mark.parametrize("report", [REPORT, SPACED, "\ufeff" + SPACED])
def test_a_plain_report_is_read_to_its_end(report):
    meta, at = plain_head(report)
    rows = list(plain_records(report, at))
    assert (meta["domain"], len(rows)) == ("isp.example", len(RECORDS))
    assert is_closed(report, rows[-1][-1])
    assert same(report)[0].records == len(RECORDS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<dkim>pass</dkim>", "<dkim>pa<reason><type>x</type></reason>ss</dkim>"),
        ("<dkim>pass</dkim>", "<dkim>pa<!-- -->ss</dkim>"),
        ("<dkim>pass</dkim>", "<dkim>&#112;ass</dkim>"),
        ("<dkim>pass</dkim>", "<dkim><![CDATA[pass]]></dkim>"),
        ("<dkim>pass</dkim>", "<dkim>pass</dkim><dkim>fail</dkim>"),
        ("<dkim>pass</dkim>", "<dkim/>"),
        ("<dkim>pass</dkim>", "<x:dkim>pass</x:dkim>"),
        ("<dkim>pass</dkim>", "<dkim>\u3000pass\u00a0</dkim>"),
        ("<dkim>pass</dkim>", "<dkim>pass\x85</dkim>"),
        ("<dkim>pass</dkim>", "<dkim>pass\uffff</dkim>"),
        ("<dkim>pass</dkim>", "<dkim>pass]]></dkim>"),
        ("<dkim>pass</dkim>", "<dkim>pass</dkim >"),
        ("<dkim>pass</dkim>", "<record><dkim>pass</dkim></record>"),
        ("<header_from>", "<source_ip>198.51.100.1</source_ip><header_from>"),
        ("<header_from>", "<count>9</count><header_from>"),
        ("<identifiers>", "<feedback/><identifiers>"),
        ("<auth_results>", "<auth_results><dkim/>"),
        ("<auth_results>", "<auth_results><dkim></dkim>"),
        ("</auth_results>", "</auth_results><comment>x</comment>"),
        ("<selector>s1</selector>", "<selector>s1</selector>" * 30),
        ("<org_name>", f"<org_name>{'x' * 4096}"),
        ("<org_name>", f"<org_name>{'x' * 4097}"),
        ("<count>", f"<count>{' ' * 5000}"),
        ("</record>", f"</record>{' ' * 5000}"),
        ("</record>", "</record><!-- </record> -->"),
        ("</record>", "</record><policy_published><domain>other.example</domain></policy_published>"),
        ("<feedback>", '<feedback xmlns="urn:x" a="1">'),
        ("<feedback>", '<feedback a="1" a="1">'),
        ("<feedback>", "<feedback a='1'>"),
        ("<feedback>", '<feedback a="\x01">'),
        ("<feedback>", '<feedback\x85a="1">'),
        ("<feedback>", '<feedback>text<version>1.0</version>'),
        ("<feedback>", '<feedback><version>1.0</version>'),
        ("<feedback>", "<!DOCTYPE x [<!ENTITY a 'b'>]><feedback>"),
        ('version="1.0"', "version=\"1.0'"),
        ('encoding="UTF-8"', "encoding='utf-8'"),
        ('encoding="UTF-8"', 'encoding="utf-80"'),
        ("<date_range>", "<date_range><domain>x.example</domain>"),
        ("</date_range>", "</date_range><error>e</error>"),
        ("</feedback>", " \n</feedback>\x00junk"),
        ("</feedback>", "</feedback"),
        ("</feedback>", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("read", [1 << 16, 700])
def test_what_is_unusual_means_what_it_means_to_a_parser(old, new, read):
    assert old in REPORT
    same(REPORT.replace(old, new), read)
    same(REPORT[: REPORT.rindex(old)] + new + REPORT[REPORT.rindex(old) + len(old) :], read)


PIECES = st.sampled_from(
    [
        "<", ">", "/", "&", " ", "\n", "\x00", "\ufffe", "\u3042", "&amp;", "<!--", "-->", "<?x?>", "<a>", "</a>",
        "<record>", "</record>", "<feedback>", "</feedback>", "<row>", "</row>", "<dkim>", "</dkim>", "<spf/>",
        "<auth_results>", "</auth_results>", "<reason>", "</reason>", "<type>x</type>", "<source_ip>192.0.2.9</source_ip>",
        "<policy_published>", "</policy_published>", "<domain>x.example</domain>", "<![CDATA[x]]>", " xmlns='x'",
    ]
)  # fmt: skip


@st.composite
def damaged(draw):
    text = draw(st.sampled_from([REPORT, SPACED]))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        gone = draw(st.sampled_from([0, 0, 1, 7, 60, 400]))
        text = text[:at] + draw(PIECES | st.text(max_size=3)) + text[at + gone :]
    return text[: draw(st.integers(len(text) // 2, len(text)))] if draw(st.booleans()) else text


@given(damaged(), st.sampled_from([1 << 16, 900, 137]))
@example(REPORT.replace("</dkim>", "</dkim>\x85"), 1 << 16)
@settings(max_examples=300, deadline=None)
def test_damaged_reports_give_what_a_parser_gives(text, read):
    same(text, read)


@pytest.mark.skipif(not SAMPLES, reason="the samples are not here; set NOROSHI_DATA")
@pytest.mark.parametrize("read", [1 << 16, 500])
def test_real_reports_give_what_a_parser_gives(read):
    for file in SAMPLES:
        octets = file.read_bytes()
        by_parser = told(octets, by_patterns=False, read=read)
        assert told(octets, by_patterns=True, read=read) == by_parser, file.name


def test_what_is_remembered_is_short():
    long = f"<a>{'x' * plain_report.LONGEST_REMEMBERED}</a>"
    asked = []
    read = plain_report._remembered(lambda text: asked.append(text) or text)
    assert [read(text) for text in ("a", "a", long, long)] == ["a", "a", long, long]
    assert asked == ["a", long, long]
