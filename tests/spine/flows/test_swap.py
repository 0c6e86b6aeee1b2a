import threading

import pytest

from noroshi.spine.flows.swap import Swap
from noroshi.spine.model import SourceError


def test_one_waits_for_the_other(tmp_path):
    order = []

    def second():
        with Swap(tmp_path / "flows") as swap:
            swap.lock()
            order.append("second")

    with Swap(tmp_path / "flows") as swap:
        swap.lock()
        other = threading.Thread(target=second)
        other.start()
        other.join(0.2)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_a_lake_that_cannot_be_locked_is_told(tmp_path):
    (tmp_path / "flows").write_text("in the way")
    with (
        Swap(tmp_path / "flows" / "in") as swap,
        pytest.raises(SourceError, match="cannot be locked"),
    ):
        swap.lock()
