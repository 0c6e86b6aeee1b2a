from bench.exports import batches, capture, payloads

from noroshi.lab.load import Kind


def test_a_capture_is_made_once_and_read_in_batches(tmp_path):
    path = capture((Kind.V9, Kind.SFLOW), 1_000, folder=tmp_path)
    made = path.stat().st_mtime_ns
    assert capture((Kind.V9, Kind.SFLOW), 1_000, folder=tmp_path).stat().st_mtime_ns == made
    assert capture((Kind.V9, Kind.SFLOW), 1_000, folder=tmp_path, seed=2) != path
    parts = list(batches(path, size=16))
    assert max(map(len, parts)) == 16
    assert sum(map(len, parts)) == len(payloads(path))
    assert {payload[:4] for payload in payloads(path)} >= {b"\x00\x00\x00\x05"}
