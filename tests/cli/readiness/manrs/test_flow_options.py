"""Flow options: what is left out is null."""

from pathlib import Path

from noroshi.cli.readiness.manrs.flow_options import path_of, text_of


def test_what_is_left_out_is_null():
    assert (path_of(None), text_of(None), path_of("a"), text_of("b")) == (
        None,
        None,
        Path("a"),
        "b",
    )
