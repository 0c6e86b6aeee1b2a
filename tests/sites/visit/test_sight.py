from noroshi.sites.visit.sight import Sight


def test_a_look_begins_with_nothing_and_shares_nothing():
    one, other = Sight(), Sight()
    one.dialogs.append("x")
    assert other == Sight()
