"""Heap: how the C library deals with freed memory."""

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Parameters of `mallopt` (malloc.h of the GNU C library)."""


def keep_freed_memory(octets: int) -> bool:
    """Keep so many freed octets rather than give them back and fault them in again.

    Work in batches frees and wants the same columns over and over: a tenth of its time goes into
    the kernel clearing pages that were just returned.

    Returns:
        Whether the C library can be told; elsewhere nothing changes.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # not the GNU C library
        return False
    return all(mallopt(name, octets) == 1 for name in (_TRIM_THRESHOLD, _MMAP_THRESHOLD))


def return_freed_memory() -> bool:
    """Give freed octets back to the system, for a moment before much is asked for in other sizes.

    Returns:
        Whether the C library can be told; elsewhere nothing changes.
    """
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):  # not the GNU C library
        return False
    return True
