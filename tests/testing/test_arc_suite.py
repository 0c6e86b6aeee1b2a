"""The reader of the public ARC suites."""

import pytest

from noroshi.spine.model import InputError
from noroshi.testing.arc_suite import read_arc_suite

SUITE = """\
description: validation
tests:
  plain: {message: "A: b\\n\\nc", cv: Pass}
  none_at_all: {message: "A: b\\n\\nc", cv: None}
txt-records:
  s._domainkey.a.example.: |
    v=DKIM1;
    p=
---
description: signing
tests:
  base: {message: "A: b\\n\\nc", AS: "a=x;\\n b=1\\n 2; cv=none", AMS: "b=3", AAR: "i=1; x"}
  silent: {message: "A: b\\n\\nc", AS: "", AMS: "", AAR: ""}
  broken: {message: "A: b\\n\\nc", AS: "cv = fail", AMS: "b=3", AAR: "i=1; x"}
"""


def test_both_kinds_of_cases_are_read(tmp_path):
    path = tmp_path / "suite.yml"
    path.write_text(SUITE)
    cases = {case.name: case for case in read_arc_suite(path)}
    assert [case.wanted for case in cases.values()] == ["pass", "none", "pass", "", "fail"]
    assert cases["plain"].lookup.ask("s._domainkey.a.example", "TXT").records == ("v=DKIM1;p=",)
    assert cases["base"].message == b"ARC-Seal: a=x; b=12; cv=none\nARC-Message-Signature: b=3\nARC-Authentication-Results: i=1; x\nA: b\n\nc"  # fmt: skip
    assert cases["silent"].message == b"A: b\n\nc"


@pytest.mark.parametrize("text", ["a: [", "hello", "tests: 1"])
def test_what_is_no_suite_is_refused(tmp_path, text):
    path = tmp_path / "suite.yml"
    path.write_text(text)
    with pytest.raises(InputError):
        list(read_arc_suite(path))
