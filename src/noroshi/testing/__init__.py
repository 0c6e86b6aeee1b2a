"""What users and our own tests check detectors with.

`check_detector` holds a detector to its contract; `flow` and `flow_table` make flow tables from
compact rows; `write_flows` puts them into Parquet. Hypothesis strategies for the same tables are in
`noroshi.testing.strategies`, which needs hypothesis; nothing here imports it.
"""

from noroshi.spine.flows.schema import FLOW_SCHEMA, arrow_schema
from noroshi.testing.check import CheckFailed, check_detector
from noroshi.testing.flows import flow, flow_table, flow_window, shifted
from noroshi.testing.parquet import write_flows

__all__ = [
    "FLOW_SCHEMA",
    "CheckFailed",
    "arrow_schema",
    "check_detector",
    "flow",
    "flow_table",
    "flow_window",
    "shifted",
    "write_flows",
]
