"""Speed: whether compiled kernels are at hand and worth loading.

They come with the extra `[speed]` (numba). Loading it costs about a CPU second, more than numpy needs
for a table of some million rows, so small work does without until something has loaded it.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

PAYS_SWEEP, PAYS_LOOKUP = 10_000_000, 2_000_000
"""Rows from which loading pays; measured by `bench.rpki_validate` and `bench.rpki_simulate`."""

_KERNELS = "noroshi.readiness.rpki.analyse.kernels"


def kernels_for(rows: int, pays_from: int) -> ModuleType | None:
    """The compiled kernels; null where numpy does it: too few rows, or no numba.

    Args:
        rows: Rows to work on.
        pays_from: Rows from which loading is worth it.
    """
    if _KERNELS in sys.modules:
        return sys.modules[_KERNELS]
    if rows < pays_from or find_spec("numba") is None:
        return None
    return import_module(_KERNELS)
