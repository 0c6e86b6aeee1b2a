"""Pending: data waits for its template, and is counted when none comes."""


def test_data_waits_for_its_template_over_batches(template, data, message, batch, flows):
    kept, tally = flows(batch([message(data(2))]), batch([message(template())]))
    assert kept == 2
    assert not tally.refused


def test_data_without_template_is_counted(data, message, batch, flows):
    kept, tally = flows(batch([message(data(2)), message(data(1, number=300))]))
    assert kept == 0
    assert tally.refused == {"no-template": 2}
