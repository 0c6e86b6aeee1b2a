"""A short read is done where it is asked on a file, and in a thread on a server."""

import asyncio
import threading
from types import SimpleNamespace

import pytest

from noroshi.console.at_once import at_once


@pytest.mark.parametrize(("file", "here"), [("state.db", True), (None, False)])
def test_only_a_file_is_read_without_a_thread(file, here):
    hub = SimpleNamespace(store=SimpleNamespace(database=SimpleNamespace(file=file)))

    def read(one, *, two):
        return one + two, threading.current_thread() is threading.main_thread()

    assert asyncio.run(at_once(hub, read, 1, two=2)) == (3, here)
