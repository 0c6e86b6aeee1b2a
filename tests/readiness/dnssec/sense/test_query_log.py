"""Query logs of the servers that ISPs run."""

import gzip
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.dnssec.sense.query_log import FORMATS, Asked, Reading, read_log
from noroshi.spine.model import ConfigError, InputError

LOGS = {
    "unbound": "[1795744676] unbound[12:0] info: 192.0.2.7 WWW.isp.example. A IN\n",
    "bind": "27-Nov-2026 01:02:03.004 queries: info: client @0x7f1 192.0.2.7#4711 (www.isp.example): query: www.isp.example IN A +E(0)K (192.0.2.53)\n",
    "dnstap": '{"type":"MESSAGE","message":{"type":"CLIENT_QUERY","query_address":"192.0.2.7","query_name":"www.isp.example.","query_type":"A"}}\n',
    "csv": "client,name,type\n192.0.2.7,www.isp.example,a\n",
}


def read(path, form="auto"):
    reading = Reading(0, Counter())
    return list(read_log(path, form, reading)), reading


@pytest.mark.parametrize("form", LOGS)
def test_each_form_is_told_and_read(tmp_path, form):
    path = tmp_path / "log"
    path.write_text(LOGS[form])
    expected = [Asked("192.0.2.7", "www.isp.example", "A")]
    assert read(path)[0] == expected
    assert read(path, form)[0] == expected


def test_views_and_newer_addresses_of_bind(tmp_path):
    path = tmp_path / "log"
    path.write_text(
        "x client 2001:db8::7#1 (a.test): view internal: query: a.test IN AAAA + (::1)\n"
    )
    assert read(path)[0] == [Asked("2001:db8::7", "a.test", "AAAA")]


def test_dnstap_of_golang_holds_the_whole_message(tmp_path):
    path = tmp_path / "log"
    path.write_text('{"message":{"query_address":"192.0.2.7","query_message":"; q\\n;; QUESTION SECTION:\\n;www.isp.example.\\tIN\\t A\\n"}}\n')  # fmt: skip
    assert read(path)[0] == [Asked("192.0.2.7", "www.isp.example", "A")]


def test_replies_and_the_resolvers_own_questions_do_not_count_again(tmp_path):
    path = tmp_path / "log"
    path.write_text(LOGS["unbound"] + LOGS["unbound"].replace("IN", "IN NOERROR 0.01 0 99"))
    assert len(read(path)[0]) == 1
    path.write_text(LOGS["dnstap"] + LOGS["dnstap"].replace("CLIENT_QUERY", "RESOLVER_QUERY"))
    assert len(read(path)[0]) == 1


def test_the_root_is_a_name(tmp_path):
    path = tmp_path / "log"
    path.write_text("info: 192.0.2.7 . NS IN\n")
    assert read(path)[0] == [Asked("192.0.2.7", ".", "NS")]


def test_zipped_logs_are_read(tmp_path):
    path = tmp_path / "log.gz"
    path.write_bytes(gzip.compress(LOGS["unbound"].encode()))
    assert len(read(path)[0]) == 1


def test_good_lines_are_kept_and_bad_ones_counted(tmp_path):
    path = tmp_path / "log"
    bad = "noise\n" + "x" * 9_000 + "\ninfo: nobody a.test. A IN\n" + "info: 192.0.2.1 " + "a" * 64 + ".test. A IN\n"  # fmt: skip
    path.write_text(LOGS["unbound"] + bad + LOGS["unbound"])
    found, reading = read(path)
    assert len(found) == 2
    assert reading.refused == {"no question": 1, "too long": 1, "malformed": 2}
    assert reading.lines == 6


def test_another_file_is_refused(tmp_path):
    path = tmp_path / "log"
    path.write_text("nothing\nof this\n")
    with pytest.raises(InputError, match="no query log"):
        read(path)
    with pytest.raises(ConfigError):
        read(tmp_path / "none")
    path.write_bytes(gzip.compress(LOGS["unbound"].encode() * 99)[:40])
    with pytest.raises(ConfigError):
        read(path)


@given(st.sampled_from(sorted(FORMATS)), st.text(max_size=200))
def test_no_line_breaks_a_reader(form, line):
    found = FORMATS[form](line)
    assert found is None or all(isinstance(one, str) for one in found)
