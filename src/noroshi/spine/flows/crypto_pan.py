"""Crypto-PAn: keyed, prefix-preserving permutation of addresses, whole columns at a time.

Xu, Fan, Ammar, Moon: "Prefix-preserving IP address anonymization", ICNP 2002. Bit i of an address
is flipped by one bit of AES over its first i bits, padded: so two addresses share exactly as many
leading bits before and after.
"""

import numpy as np
import numpy.typing as npt
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from noroshi.spine.flows.address import I64, Addresses, Network
from noroshi.spine.model.address import MAPPED

U64 = npt.NDArray[np.uint64]

BLOCK = 16
"""Octets of an AES block."""
AT_ONCE = 16_384
"""Blocks encrypted in one call: 256 KiB, so that making, encrypting and reading them stays in cache."""
_ONES = (1 << 64) - 1


class CryptoPan:
    """The permutation of one key.

    Args:
        key: 32 octets: AES-128 key, then padding.
    """

    def __init__(self, key: bytes) -> None:
        # ECB is the construction's own: every block is one input of a pseudo-random function.
        cipher = Cipher(algorithms.AES(key[:BLOCK]), modes.ECB())  # noqa: S305
        self._encryptor = cipher.encryptor()
        pad = np.frombuffer(self._encryptor.update(key[BLOCK : 2 * BLOCK]), ">u8")
        self._pad_hi, self._pad_lo = int(pad[0]), int(pad[1])
        self._sealed = np.empty((AT_ONCE + 1) * BLOCK, np.uint8)

    def permute(self, addresses: Addresses, network: Network) -> Addresses:
        """Addresses of one range, permuted inside it: the bits of its prefix stay."""
        if network.is_v4:  # the algorithm sees 32 bits, left-aligned in the block
            flips = self._left_flips(addresses.lo << 32, network.prefix - 96, 32)
            lo = (addresses.lo ^ (flips >> np.uint64(32)).view(np.int64)) & 0xFFFFFFFF
            return Addresses(addresses.hi, lo | MAPPED)
        left = self._left_flips(addresses.hi, min(network.prefix, 64), 64)
        right = self._right_flips(addresses, max(network.prefix - 64, 0))
        return Addresses(addresses.hi ^ left.view(np.int64), addresses.lo ^ right.view(np.int64))

    def _left_flips(self, hi: I64, first: int, last: int) -> U64:
        """Bits to flip in the left half, from position `first` to before `last`."""
        flips = np.zeros(len(hi), np.uint64)
        for rows in _chunks(len(hi), last - first):
            word = hi[rows].view(np.uint64)
            blocks = np.empty((len(word), last - first, 2), np.uint64)
            blocks[:, :, 0] = _prefixes(word, self._pad_hi, first, last)
            blocks[:, :, 1] = _stored(self._pad_lo)
            flips[rows] = self._flips(blocks, first)
        return flips

    def _right_flips(self, addresses: Addresses, first: int) -> U64:
        """Bits to flip in the right half, from position `first` of it on."""
        flips = np.zeros(len(addresses), np.uint64)
        for rows in _chunks(len(addresses), 64 - first):
            word = addresses.lo[rows].view(np.uint64)
            blocks = np.empty((len(word), 64 - first, 2), np.uint64)
            blocks[:, :, 0] = addresses.hi[rows].view(np.uint64).byteswap()[:, None]
            blocks[:, :, 1] = _prefixes(word, self._pad_lo, first, 64)
            flips[rows] = self._flips(blocks, first)
        return flips

    def _flips(self, blocks: U64, first: int) -> U64:
        """The first bit of each sealed block, put at the position that the block stands for."""
        rows, count, _ = blocks.shape
        size = rows * count * BLOCK
        self._encryptor.update_into(blocks.data.cast("B"), self._sealed.data)
        bits = np.zeros((rows, 64), np.uint8)
        bits[:, first : first + count] = self._sealed[:size:BLOCK].reshape(rows, count) & 0x80
        return np.packbits(bits, axis=1).view(">u8").ravel().astype(np.uint64)


def _chunks(rows: int, positions: int) -> list[slice]:
    if positions <= 0:
        return []
    step = AT_ONCE // positions
    return [slice(start, start + step) for start in range(0, rows, step)]


def _prefixes(word: U64, pad: int, first: int, last: int) -> U64:
    """The first i bits of each word with the padding behind, i from `first`, as octets in order."""
    kept = [_ONES << (64 - i) & _ONES for i in range(first, last)]
    masks = np.array(kept, np.uint64).byteswap()
    padding = np.array([pad & ~mask & _ONES for mask in kept], np.uint64).byteswap()
    found: U64 = word.byteswap()[:, None] & masks
    found |= padding
    return found


def _stored(number: int) -> np.uint64:
    """A number whose octets lie in memory as they would on the wire."""
    return np.uint64(int.from_bytes(number.to_bytes(8, "little"), "big"))
