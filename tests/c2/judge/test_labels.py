import pytest

from noroshi.c2.judge.facts import Facts
from noroshi.c2.judge.labels import c2_labels, ordinary_labels
from noroshi.spine.model import LABELS, is_c2
from noroshi.testing.analyses import make_analysis

FLOODED = {"contacts": 9e5, "contacts_most": 5e5, "contacts_typical": 4e5}


def facts(**server):
    return Facts(make_analysis([server]))


@pytest.mark.parametrize(
    ("server", "label"),
    [
        ({}, "web"),
        ({"srv_port": 123, "proto": 17}, "ntp"),
        ({"srv_port": 53, "proto": 17}, "resolver"),
        ({"srv_port": 993}, "mail"),
        ({"srv_port": 9001}, "anonymity-network"),
        ({"srv_port": 4444}, "odd"),
        ({"siblings": 6}, "large-service"),
        ({"clients": 60}, "large-service"),
        ({"srv_port": 4444, "odd_peers": 30}, "p2p-peer"),
        ({"srv_port": 4444, "called": 90}, "scanner"),
        ({"up_packets": 0, "contacts_most": 2}, "backscatter"),
        ({"scan_clients": 3}, "scan-target"),
        (FLOODED, "ddos-victim"),
    ],
)
def test_ordinary_servers_are_classed_and_not_silenced(server, label):
    assert ordinary_labels(facts(**server)).tolist() == [label]


@pytest.mark.parametrize(
    ("server", "label"),
    [
        ({"srv_port": 4444}, "c2-custom-tcp"),
        ({"srv_port": 4444, "proto": 17}, "c2-custom-udp"),
        ({"srv_port": 4444, "odd_peers": 6}, "c2-p2p-gate"),
        ({}, "c2-http-beacon"),
        ({"srv_port": 8080}, "c2-http-beacon"),
        ({"srv_port": 53, "proto": 17}, "c2-dns"),
        ({"srv_port": 6667}, "c2-irc"),
        ({"srv_port": 4444, "answered": 0}, "c2-unreachable"),
    ],
)
def test_cc_servers_are_classed_by_how_they_speak(server, label):
    assert c2_labels(facts(**server)).tolist() == [label]


def test_every_label_has_words():
    made = Facts(make_analysis([{"srv_port": port} for port in range(0, 65536, 61)]))
    ordinary, c2 = set(ordinary_labels(made)), set(c2_labels(made))
    assert ordinary | c2 <= LABELS.keys()
    assert all(is_c2(label) for label in c2)
    assert not any(is_c2(label) for label in ordinary)
