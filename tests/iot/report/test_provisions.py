"""Provisions: clauses in order, each question of its clause, all in both languages."""

import re

from noroshi.iot.report.provisions import CHECKLIST, PROVISIONS
from noroshi.testing.devices import one_device


def test_the_checklist_is_the_whole_clause_in_its_order():
    assert [one.clause for one in CHECKLIST] == [f"5.{number}" for number in range(1, 14)]
    assert set(PROVISIONS) <= set(CHECKLIST)


def test_every_question_is_of_its_clause_and_stands_once():
    asked = [ask.provision for one in CHECKLIST for ask in one.asks]
    assert len(asked) == len(set(asked))
    for one in CHECKLIST:
        assert one.asks
        assert all(ask.provision.startswith(f"{one.clause}-") for ask in one.asks)


def test_every_text_is_there_in_both_languages():
    for one in CHECKLIST:
        asked = [ask.question for ask in one.asks]
        for text in (one.title, one.sign, one.advice, *asked, *filter(None, [one.topic])):
            assert re.search("[ぁ-んァ-ン一-龥]", text.ja)
            assert text.en.isascii()


def test_a_count_is_none_where_nothing_can_be_seen():
    devices = [one_device("1", "alpha"), one_device("2", "alpha", services=["tcp/443"])]
    counts = {one.clause: one.count(devices) for one in CHECKLIST}
    assert (counts["5.2"], counts["5.13"]) == (None, None)
    assert (counts["5.5"], counts["5.6"]) == (1, 2)


def test_numbers_of_jc_star_are_of_level_1():
    told = [number for one in CHECKLIST for number in one.criteria]
    assert len(told) == len(set(told))
    assert all(re.fullmatch(r"S1\.1-(0[1-9]|1[0-6])", number) for number in told)
