"""Picture: short marks by which pictures that look alike are found: icons by hash, screens by layout."""

import base64
import warnings
from io import BytesIO
from itertools import pairwise

import mmh3
from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 40_000_000
_SIDE = 16


def icon_hash(octets: bytes) -> int:
    """The number by which scanners index icons: MurmurHash3 of the Base64 text; 0 where there is none."""
    return mmh3.hash(base64.encodebytes(octets)) if octets else 0


def layout_hash(png: bytes) -> int:
    """A 256-bit difference hash of a picture; 0 where it is no picture, or is of one colour.

    Bits tell whether a cell is brighter than the one on its left, of 16 by 16 cells.
    """
    if not png:
        return 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(png)) as image:
                if image.width * image.height > MOST_PIXELS:
                    return 0
                small = image.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.BOX)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
    ):
        return 0
    cells = small.tobytes()
    bits = 0
    for row in range(_SIDE):
        line = cells[row * (_SIDE + 1) : (row + 1) * (_SIDE + 1)]
        for left, right in pairwise(line):
            bits = bits << 1 | (right > left)
    return bits


def layout_likeness(one: int, other: int) -> float:
    """How alike two layouts are: 1 the same, 0 unrelated; flat ones are like nothing."""
    if min(one.bit_count(), other.bit_count()) < 24:
        return 0.0
    return max(0.0, 1.0 - (one ^ other).bit_count() / 64)
