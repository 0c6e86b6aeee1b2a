"""Suricata: one well-formed rule per entry, whatever the values."""

import re

import pytest
import suricataparser
from hypothesis import given, settings

from noroshi.relay.share import RENDERERS, Edition
from noroshi.relay.share.suricata import say_match
from noroshi.spine.model import Endpoint, Subject
from noroshi.testing.findings import HOUR
from noroshi.testing.hostile import BLOCKED, handmade_lists
from noroshi.testing.indicators import make_indicator

EDITION = Edition(producer="Example ISP; )", at=HOUR.end)

CONTENT = r'content:"(?:[A-Za-z0-9./_-]|\|[0-9a-f]{2}(?: [0-9a-f]{2})*\|)+"; '
RULE = re.compile(
    r"alert (?:tcp|udp|icmp|ip|dns|http) \$HOME_NET any -> (?:any|[0-9a-f.:]+(?:/[0-9]+)?) (?:any|[0-9]+) "
    r'\(msg:"NOROSHI [A-Za-z0-9 ._/-]*"; '
    r"(?:ip_proto:[0-9]+; |"
    rf"dns\.query; dotprefix; {CONTENT}nocase; endswith; |"
    rf"http\.host; {CONTENT}bsize:[0-9]+; http\.uri\.raw; {CONTENT}bsize:[0-9]+; )?"
    r"threshold:type limit,track by_src,seconds 3600,count 1; "
    r"classtype:(?:trojan-activity|bad-unknown); sid:1[0-9]{6}; rev:[0-9]+; "
    r"metadata:noroshi_id [0-9a-f-]{36}, confidence [0-9]+, tlp [a-z_]+;\)"
)
"""All that a rule of ours may hold (docs.suricata.io, "Rules Format"): no sign is left to chance."""


def rules(made, edition=EDITION):
    return b"".join(RENDERERS["suricata"].render(made, edition)).decode()


@settings(max_examples=100, deadline=None)
@given(handmade_lists())
def test_the_parser_reads_one_rule_per_entry_and_each_keeps_the_grammar(made):
    text = rules(made)
    form = RENDERERS["suricata"]
    said = [one for one in made if form.lists(one, EDITION.at) and form.can_say(one.subject)]
    read = suricataparser.parse_rules(text)
    assert [f"noroshi_id {one.id}" for one in said] == [rule.metadata[0] for rule in read]
    assert len({rule.sid for rule in read}) == len(read)
    assert all(1_000_000 <= rule.sid <= 1_999_999 and 0 < rule.rev < 2**32 for rule in read)
    assert all(map(RULE.fullmatch, text.splitlines()[1:]))


def test_a_rule_keeps_its_number_when_others_come():
    made = [make_indicator(subject) for subject in BLOCKED]
    alone = {r.metadata[0]: r.sid for one in made for r in suricataparser.parse_rules(rules([one]))}
    together = {rule.metadata[0]: rule.sid for rule in suricataparser.parse_rules(rules(made))}
    assert together == alone


@pytest.mark.parametrize(
    ("subject", "header"),
    [
        (Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")), "alert tcp $HOME_NET any -> 192.0.2.1 443 ("),
        (Subject.endpoint(Endpoint("192.0.2.1", 0, "icmp")), "alert icmp $HOME_NET any -> 192.0.2.1 any ("),
        (Subject.endpoint(Endpoint("192.0.2.1", 0, "gre")), "alert ip $HOME_NET any -> 192.0.2.1 any (ip_proto:47; "),
        (Subject.prefix("2001:db8::/32"), "alert ip $HOME_NET any -> 2001:db8::/32 any ("),
    ],
)  # fmt: skip
def test_traffic_is_matched_by_address_port_and_protocol(subject, header):
    assert say_match(subject) == header


def test_a_web_address_is_matched_octet_by_octet():
    match = say_match(Subject.url("http://c2.example:8080/a;b?c"))
    assert match.startswith("alert http $HOME_NET any -> any 8080 (")
    assert 'content:"/a|3b|b|3f|c"; bsize:6;' in match


def test_what_is_encrypted_or_too_long_cannot_be_said():
    assert say_match(Subject.url("https://c2.example/")) == ""
    assert say_match(Subject.url("http://c2.example/" + "a" * 255)) == ""


def test_entries_beyond_the_range_are_told(monkeypatch):
    monkeypatch.setattr("noroshi.relay.share.sids.Sids.take", lambda self, name: None)
    assert rules([make_indicator()]).splitlines()[-1].startswith("# 1 more entries")
