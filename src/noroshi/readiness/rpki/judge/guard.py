"""Guard: whether a new set of VRPs may take the place of the last good one.

A validator that lost a repository, or stopped, writes a file that looks whole. Serving it would turn
routes from valid to not found, or with other ROAs left from valid to invalid.
"""

from dataclasses import dataclass

from noroshi.spine.model import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardLimits:
    """How much may go.

    Attributes:
        loss: Part of the last good set that may be missing from a new one. The smallest trust
            anchor held 3.6 % of all VRPs on 2025-07-20, so losing any of the five is beyond it.
        expired: Part of a new set that may have expired.
    """

    loss: float = 0.02
    expired: float = 0.02


def objection(
    new: int, *, expired: int, last: int | None, limits: GuardLimits
) -> tuple[str, Text] | None:
    """Why a new set must not be used, as code and sentence; null where it may.

    Args:
        new: VRPs of the set.
        expired: How many of them have ended.
        last: VRPs of the last good set; null where there is none.
        limits: How much may go.
    """
    if not new:
        return "empty", Text(ja="新しい VRP が一つもない。", en="The new set holds no VRP.")
    if expired > limits.expired * new:
        return "expired", Text(
            ja=f"新しい VRP {new:,} 件のうち {expired:,} 件が期限切れである。検証器が動いているか調べる。",
            en=f"{expired:,} of {new:,} new VRPs have expired: see whether the validator runs.",
        )
    if last is not None and new < last * (1 - limits.loss):
        gone = last - new
        return "sudden-loss", Text(
            ja=f"VRP が {last:,} 件から {new:,} 件へ {gone:,} 件減った。トラストアンカーとリポジトリを調べ、"
            "正しければ --loss を上げて受け入れる。",
            en=f"VRPs fell from {last:,} to {new:,}, by {gone:,}: look at trust anchors and repositories;"
            " if it is right, accept it with a higher --loss.",
        )
    return None
