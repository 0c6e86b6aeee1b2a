"""Engine: named SQL steps over Parquet. The only package that meets a query engine."""

from noroshi.spine.engine.duck import DuckEngine
from noroshi.spine.engine.protocol import Engine, Progress, Value
from noroshi.spine.engine.step import Step, load_step

__all__ = ["DuckEngine", "Engine", "Progress", "Step", "Value", "load_step"]
