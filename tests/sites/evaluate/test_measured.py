"""Measured pages go into a file and come back; what is none is refused."""

import pytest

from noroshi.sites.evaluate.measured import MeasuredPage, read_measured, terms_of, write_measured
from noroshi.sites.judge.terms import TERMS
from noroshi.spine.model import InputError

ROW = MeasuredPage(
    id="1", domain="a.test", label=1, family="kit", source="pages", terms={TERMS[0].code: 0.5}
)


def test_rows_come_back_as_they_were(tmp_path):
    path = tmp_path / "labels.jsonl"
    write_measured([ROW, ROW], path)
    assert read_measured(path) == [ROW, ROW]


def test_an_example_has_every_term_in_its_place():
    example = ROW.example()
    assert (example.strengths[0], sum(example.strengths), len(example.strengths)) == (0.5, 0.5, len(TERMS))  # fmt: skip
    assert (example.family, example.domain) == ("pages/kit", "a.test")


def test_terms_that_do_not_hold_are_left_out():
    assert terms_of([0.25] + [0.0] * (len(TERMS) - 1)) == {TERMS[0].code: 0.25}


@pytest.mark.parametrize(
    "line",
    [
        b"no json",
        b'{"id":"1"}',
        b'{"id":"1","domain":"a","label":2,"family":"f","source":"s"}',
        b'{"id":"1","domain":"a","label":1,"family":"f","source":"s","terms":{"sites.none":1}}',
    ],
)
def test_what_is_no_label_is_refused(tmp_path, line):
    path = tmp_path / "labels.jsonl"
    path.write_bytes(line + b"\n")
    with pytest.raises(InputError):
        read_measured(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError):
        read_measured(tmp_path / "none.jsonl")
