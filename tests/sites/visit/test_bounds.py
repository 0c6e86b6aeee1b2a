from noroshi.sites.visit.bounds import VisitBounds


def test_the_way_out_allows_what_the_visit_may_take():
    bounds = VisitBounds(total_s=10.0, received_bytes=1000)
    assert bounds.egress.received_bytes == 1000
    assert bounds.egress.total_s > bounds.total_s
