"""Knocking tells whether somebody listens."""

import socket

from noroshi.spine.net.knock import answers


def test_a_listening_place_answers_and_a_closed_one_does_not():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert answers("127.0.0.1", port)
        assert answers("0.0.0.0", port)
    assert not answers("127.0.0.1", port)
