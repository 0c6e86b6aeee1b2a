"""One way: the reverse columns go, everything else stays."""

import numpy as np

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.draft import MISSING, Draft, counters
from noroshi.spine.flows.importers.one_way import one_way


def test_only_the_reverse_columns_are_missing():
    ones, known = np.ones(2, np.int64), np.ones(2, np.bool_)
    names = (
        "protocol", "source_port", "destination_port", "octets", "packets", "reverse_octets",
        "reverse_packets", "flags", "reverse_flags",
    )  # fmt: skip
    both = Draft(
        start_s=np.ones(2), duration_s=np.ones(2), source=Addresses(ones, ones), source_known=known,
        destination=Addresses(ones, ones), destination_known=known, **dict.fromkeys(names, ones),
    )  # fmt: skip
    one = one_way(both)
    changed = [name for name in names if getattr(one, name) is not getattr(both, name)]
    assert changed == ["reverse_octets", "reverse_packets", "reverse_flags"]
    assert one.reverse_octets.tolist() == counters(2).tolist() == [MISSING] * 2
