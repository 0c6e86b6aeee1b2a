"""Call: an answer, or words about why there is none."""

import socket
import threading

import pytest

from noroshi.spine.model import SourceError
from noroshi.spine.net.call import calling
from noroshi.testing.daemons import free_port


@pytest.fixture
def listening():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server


def test_a_question_gets_its_answer(listening):
    def answer():
        connection, _ = listening.accept()
        with connection:
            connection.sendall(connection.recv(9)[::-1])

    thread = threading.Thread(target=answer)
    thread.start()
    with calling("127.0.0.1", listening.getsockname()[1], seconds=9) as call:
        call.send(b"ab")
        assert call.receive() == b"ba"
        assert call.receive() == b""
    thread.join()


def test_nobody_there_is_told():
    with (
        pytest.raises(SourceError, match="does not answer"),
        calling("127.0.0.1", free_port(), seconds=9),
    ):
        pass


def test_silence_ends_when_time_is_over(listening):
    with calling("127.0.0.1", listening.getsockname()[1], seconds=0.2) as call:
        with pytest.raises(SourceError, match="does not answer"):
            call.receive()
        with pytest.raises(SourceError, match="too long"):
            call.send(b"x")
