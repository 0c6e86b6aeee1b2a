"""Own network: what concerns the reader's operator, and nobody else."""

from .conftest import open_hub, somebody, words


def test_entries_inside_the_own_prefixes_are_shown(enter):
    with enter("reader", "beta") as client:
        text = words(client.get("/network"))
    assert "AS64497" in text
    assert "198.51.100.23:6667/tcp" in text
    assert "[2001:db8:5::53]:53/tcp" in text
    inside = text[text.index("Listed inside") : text.index("What you met")]
    assert "203.0.113.80" not in inside


def test_only_own_sightings_and_readings_are_shown(enter):
    with enter("reader", "beta") as client:
        text = words(client.get("/network"))
    assert "203.0.113.80:8080/tcp seen 12" in text
    assert "C&amp;C servers csv 2026-01-05 3 3" in text
    assert "57" not in text
    assert "rpz" not in text


def test_a_member_without_anything_is_told_so(enter):
    with enter("reader", "gamma", "ja") as client:
        text = words(client.get("/network"))
    assert "自組織の網にある対象は掲載されていません。" in text
    assert "まだ検出の報告はありません" in text
    assert "まだリストの取得はありません。" in text


def test_who_belongs_to_no_operator_has_no_network(bare):
    with open_hub(bare, somebody("reader", "unknown")) as client:
        assert client.get("/network").status_code == 404


def test_the_ministry_has_none_to_look_at(enter):
    with enter("ministry-viewer", "centre") as client:
        assert client.get("/network").status_code == 403
