"""NetFlow v5: no IPv6."""

from dataclasses import replace

import numpy as np
import pytest

from noroshi.lab.observe import Version

"""E: a router that can carry IPv6 must be among them."""


def test_ipv6_is_refused_by_v5(tmp_path, made_records, export_one):
    records = replace(made_records(6, 50, Version.V9), router=np.full(50, 2, dtype=np.uint8))
    with pytest.raises(ValueError, match="cannot carry IPv6"):
        export_one(records, Version.V5, tmp_path)
