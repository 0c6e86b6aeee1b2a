"""Paths: what routers print, as columns."""

import pyarrow as pa

from noroshi.readiness.rpki.paths import parse_paths


def test_paths_are_read_without_repetitions_and_confederations():
    texts = [
        "64500 64501 64501 64502",
        "",
        "64500 {64501,64502}",
        "(65001 65002) 64500",
        "64500 x",
        "7",
    ]
    found = parse_paths(pa.array(texts))
    assert [found.of(row) for row in range(len(found))] == [
        [64500, 64501, 64502],
        [],
        [64500],
        [64500],
        [],
        [7],
    ]
    assert found.has_set.tolist() == [False, False, True, False, False, False]
    assert found.broken.tolist() == [False, False, False, False, True, False]
    assert found.nearest.tolist() == [64500, -1, 64500, 64500, -1, 7]


def test_no_path_is_no_row():
    assert len(parse_paths(pa.array([], pa.string()))) == 0
