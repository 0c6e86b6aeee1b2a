import pytest

from noroshi.iot.report import FORMATS, Reported


@pytest.mark.parametrize("name", FORMATS)
def test_no_exposure_is_no_line_but_a_heading(name, sender):
    text = b"".join(FORMATS[name].render([], sender))
    assert text.count(b"\n") == (1 if FORMATS[name].suffix == ".csv" else 0)


@pytest.mark.parametrize("name", FORMATS)
def test_each_exposure_is_a_line(name, exposure, sender):
    rows = [Reported(exposure(port=port), 64500) for port in (80, 81, 82)]
    text = b"".join(FORMATS[name].render(rows, sender))
    assert text.count(b"\n") == 3 + (FORMATS[name].suffix == ".csv")
