"""Engine: named SQL steps over Parquet. The only package that meets a query engine."""

from noroshi.spine.engine.detector import FLOWS, FlowDetector
from noroshi.spine.engine.duck import DuckEngine
from noroshi.spine.engine.protocol import Engine, Progress, Value
from noroshi.spine.engine.step import Step, load_step

__all__ = [
    "FLOWS",
    "DuckEngine",
    "Engine",
    "FlowDetector",
    "Progress",
    "Step",
    "Value",
    "load_step",
]
