"""Members: who uses the list, proven by what was read and met."""

from .conftest import open_hub, somebody, words


def test_use_is_told_for_every_member(enter):
    with enter() as client:
        text = words(client.get("/operators"))
    assert "Using the list: 2 of 3." in text
    assert "アルファネット 分析事業者" not in text
    assert "アルファネット analysing operator · AS64496 in use block 2026-01-05 23:56" in text
    assert (
        "Gamma Cable sharing operator · AS64498 · AS64499 not in use none declared – – 0 –" in text
    )


def test_the_twin_tells_the_same(enter):
    with enter("ministry-viewer", "centre") as client:
        rows = {row["operator"]: row for row in client.get("/operators.json").json()}
    assert {name for name, row in rows.items() if row["uses"]} == {"alpha", "beta"}
    assert rows["alpha"]["formats"] == ["rpz", "stix"]
    assert rows["beta"]["behind"] > rows["alpha"]["behind"]
    assert rows["gamma"]["last_at"] is None


def test_one_member_is_shown_with_what_it_read(enter):
    with enter() as client:
        text = words(client.get("/operators/alpha"))
        assert client.get("/operators/none").status_code == 404
    assert "security@alpha.example" in text
    assert "C&amp;C servers rpz 2026-01-05 288 3" in text


def test_members_do_not_see_each_other(enter):
    with enter("analyst", "alpha") as client:
        for path in ("/operators", "/operators.json", "/operators/beta"):
            assert client.get(path).status_code == 403


def test_a_hub_without_members_says_how_to_add_one(bare):
    with open_hub(bare, somebody()) as client:
        assert "noroshi operators add" in words(client.get("/operators"))
