"""The catalogue is whole: both languages, sources, and rules that somebody can apply."""

import re

import click

from noroshi.cli.main import cli
from noroshi.readiness.guide.catalogue import How, Level, Rule, book, catalogue, edition, items
from noroshi.readiness.guide.reading import _READERS
from noroshi.readiness.guide.topic import TOPICS

FIGURE_TOPICS = {
    "rpki.own-not-found": "rpki.validate",
    "rpki.own-invalid": "rpki.validate",
    "rpki.withheld": "rpki.plan",
    "rpki.loose": "rpki.plan",
    "rpki.lost-share": "rpki.simulate",
    "rpki.accepted-configurations": "rpki.configure",
    "mail.loss-high": "mail.forecast",
    "mail.enforced": "mail.stage",
}
"""Where the figures come from that items are judged by."""


def test_every_technology_has_its_parts():
    assert [one.name for one in catalogue()] == ["rpki", "dnssec", "mail", "manrs", "outlet"]
    for technology in catalogue():
        assert technology.steps
        assert technology.failures
        assert technology.questions
        assert any(item.level is Level.MUST for item in technology.items)


def test_codes_are_unique_and_belong_to_their_technology():
    codes = [item.code for technology in catalogue() for item in technology.items]
    assert len(codes) == len(set(codes)) == len(items())
    for technology in catalogue():
        assert all(item.code.startswith(f"{technology.name}.") for item in technology.items)


def test_every_item_names_a_source():
    wanted = re.compile(r"RFC \d{4}|draft-|MANRS|Act")
    assert [item.code for item in items().values() if not wanted.search(item.source)] == []


def test_every_rule_has_what_its_kind_needs():
    for item in items().values():
        rule = item.rule
        if rule.kind is How.FIGURE:
            assert rule.figure in book().figures, item.code
            assert FIGURE_TOPICS[rule.figure] in _READERS, item.code
            limits = [rule.at_most, rule.below, rule.at_least]
            assert sum(limit is not None for limit in limits) == 1, item.code
        elif rule.kind is How.CHECKS:
            assert rule.topic, item.code
            assert rule.codes, item.code
        elif rule.kind is How.RESULT:
            assert rule.topic, item.code
            assert rule.days > 0, item.code
        else:
            assert rule == Rule(kind=How.MANUAL), item.code


def test_every_must_item_has_a_check_or_says_manual():
    for item in items().values():
        if item.level is Level.MUST:
            assert bool(item.rule.reads) != (item.rule.kind is How.MANUAL), item.code


def test_limits_hold_on_their_side():
    assert Rule(kind=How.FIGURE, at_most=0).holds(0)
    assert not Rule(kind=How.FIGURE, at_most=0).holds(1)
    assert not Rule(kind=How.FIGURE, below=0.001).holds(0.001)
    assert Rule(kind=How.FIGURE, at_least=1).holds(1)


def test_japanese_is_japanese():
    kana = re.compile("[ぁ-んァ-ヶ一-龠]")
    for item in items().values():
        for text in (item.title, item.reason, item.how):
            assert kana.search(text.ja), item.code
            assert not kana.search(text.en), item.code


def test_the_edition_is_a_short_digest():
    assert re.fullmatch("[0-9a-f]{10}", edition())


def test_commands_of_topics_exist():
    for topic in TOPICS.values():
        group = cli
        for word in topic.command.split()[1:]:
            if isinstance(group, click.Group):
                group = group.get_command(None, word)
            assert group is not None, topic.command
        options = {option for param in group.params for option in param.opts}
        assert {word for word in topic.command.split() if word.startswith("--")} <= options
