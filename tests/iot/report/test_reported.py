from noroshi.iot.report import Reported


def test_an_address_without_as_is_zero(exposure):
    assert Reported(exposure(), 0).asn == 0
