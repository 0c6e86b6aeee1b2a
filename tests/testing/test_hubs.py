"""The made hub: it holds what pages show."""

from collections import Counter

from noroshi.spine.model import Standing
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.spine.store.members import Operators
from noroshi.testing.hubs import fill_hub, hub_now


def test_it_holds_members_findings_and_a_list_with_a_past(tmp_path):
    with Store.open(tmp_path / "state.db") as store:
        findings = fill_hub(store)
        assert store.findings() == sorted(findings, key=lambda f: -f.score)
        assert len(Operators(store.database).all()) == 4
        held = SharedList(store.database).entries(Choice(), limit=100)
        standings = Counter(edition.standing for edition in held)
    assert standings == {Standing.LIVE: 4, Standing.SUSPENDED: 1, Standing.WITHDRAWN: 1}
    assert all(edition.added_at <= hub_now() for edition in held)
