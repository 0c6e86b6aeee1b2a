"""Site traces: the newest of each URL; `test_site_cases.py` joins them with what holds."""

from noroshi.spine.store.site_traces import SiteTraces


def test_an_empty_state_has_none(database):
    assert SiteTraces(database).newest() == []
    assert SiteTraces(database).state() == (0, None, 0)
