"""Block list: what a report says of it."""

from noroshi.testing.blocklists import both, found, listed


def test_the_row_holds_to_the_contract():
    ours, _ = both(found("192.0.2.1:443"), listed("192.0.2.1", name="a.txt"))
    row = ours.as_dict()
    assert {
        "direction",
        "matched",
        "total",
        "rate",
        "low",
        "high",
        "lead_days_p50",
        "lists",
    } <= set(row)
    assert row["lists"] == [
        {"name": "a.txt", "format": "text", "snapshot": None, "entries": 1, "refused": {}}
    ]
