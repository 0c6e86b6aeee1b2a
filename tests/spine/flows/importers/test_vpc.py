"""VPC: one name for the flow logs of three clouds."""

import pytest

from noroshi.spine.model import InputError


@pytest.mark.parametrize(
    ("content", "exporter"),
    [
        ("2 1 eni-1 192.0.2.1 192.0.2.2 1 2 17 1 99 1700000000 1700000001 ACCEPT OK\n", "eni-1"),
        ('{"connection":{"src_ip":"192.0.2.1","dest_ip":"192.0.2.2","src_port":1,"dest_port":2,"protocol":17},"bytes_sent":"99","packets_sent":"1","start_time":"2023-11-14T22:13:20Z"}\n', "gcp"),
        ('{"records":[{"flowRecords":{"flows":[{"flowGroups":[{"flowTuples":["1700000000000,192.0.2.1,192.0.2.2,1,2,17,O,E,NX,1,99,0,0"]}]}]}}]}', "azure"),
    ],
)  # fmt: skip
def test_each_cloud_is_known_by_its_content(taken, ends, content, exporter):
    table, tally = taken(content, "vpc")
    assert not tally.refused
    assert ends(table) == [("192.0.2.1", "192.0.2.2")]
    assert table["octetDeltaCount"].to_pylist() == [99]
    assert table["exporter"].to_pylist() == [exporter]


def test_anything_else_is_told_at_once(taken):
    with pytest.raises(InputError, match="AWS, GCP or Azure"):
        taken("hello\n", "vpc")
