"""Topics name a technology and a verb, and an unknown one keeps its name."""

from noroshi.readiness.guide.topic import DECLARED, TOPICS, title_of, topics_of


def test_topics_are_of_a_technology():
    assert [topic.verb for topic in topics_of("mail")] == [
        "assess",
        "forecast",
        "configure",
        "stage",
        "monitor",
    ]
    assert topics_of("nothing") == []
    assert all("--keep" in topic.command for topic in TOPICS.values())


def test_an_unknown_topic_is_called_by_its_name():
    assert title_of("roas.assess").en == "roas.assess"
    assert title_of(DECLARED).en == "Declaration"
    assert title_of("rpki.plan").ja == "ROA の計画"
