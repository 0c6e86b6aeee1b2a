from bench.share_formats import measured

from noroshi.relay.share import FORMATS


def test_formats_are_measured_on_a_few_rows():
    for name in ("rpz", "misp"):
        told = measured(FORMATS[name], 100, 0.0)
        assert told["runs"] == 1
        assert told["rows_per_s"] > 0
