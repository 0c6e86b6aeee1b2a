"""Coding: content codings of HTTP (RFC 9110 section 8.4), as octets that come and go."""

import re
import zlib
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

SMALLEST = 1_024
"""Octets below which compressing an answer is not worth it."""

CODINGS = ("zstd", "gzip")
"""Codings that answers can have, the best first. zstd: RFC 8878."""

_GZIP = zlib.MAX_WBITS | 16
TIGHT, FASTEST = 5, 1
"""Levels of gzip: for what is kept and sent many times, and for what is sent once."""

_OFFER = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")


def best_coding(accepted: str) -> str:
    """The best coding that an `Accept-Encoding` header allows; empty for none."""
    offers: dict[str, float] = {}
    for part in accepted.split(","):
        match = _OFFER.fullmatch(part)
        if match:
            offers[match[1].lower()] = float(match[2] or 1)
    fallback = offers.get("*", 0.0)
    quality = {name: offers.get(name, fallback) for name in CODINGS}
    name = max(CODINGS, key=lambda coding: quality[coding])
    return name if quality[name] > 0 else ""


def compressed(chunks: Iterable[bytes], coding: str, *, level: int = TIGHT) -> Iterator[bytes]:
    """The octets in a coding."""
    if coding == "gzip":
        yield from _gzip(chunks, level)
    else:
        yield from _zstd(chunks)


def _gzip(chunks: Iterable[bytes], level: int) -> Iterator[bytes]:
    packer = zlib.compressobj(level, zlib.DEFLATED, _GZIP)
    for chunk in chunks:
        yield packer.compress(chunk)
    yield packer.flush()


class _Basket(RawIOBase):
    """Takes what a compressor writes until somebody collects it."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, chunk: "ReadableBuffer", /) -> int:
        self._chunks.append(bytes(chunk))
        return len(self._chunks[-1])

    def collect(self) -> bytes:
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks)


def _zstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only for readers that know zstd

    basket = _Basket()
    # One frame, as readers of one frame only are about.
    with pa.CompressedOutputStream(pa.PythonFile(basket, mode="w"), "zstd") as packer:
        for chunk in chunks:
            packer.write(chunk)
            yield basket.collect()
    yield basket.collect()
