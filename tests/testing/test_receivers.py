"""The receiver of the tests believes signatures, and nothing else."""

import json
from datetime import UTC, datetime
from urllib.request import Request, urlopen

import pytest

from noroshi.relay.notify import signed_headers
from noroshi.testing.receivers import Receiver, receiving

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
SECRET = "k" * 32


def post(url, body, secret=SECRET):
    headers = signed_headers(secret, event="changes", delivery="d", body=body, at=AT)
    with urlopen(Request(url, data=body, headers=headers)) as answer:
        return answer.status


def test_a_signed_body_is_told_and_another_refused():
    body = json.dumps({"event": "changes"}).encode()
    with receiving(Receiver(secret=SECRET, at=AT)) as receiver:
        assert post(receiver.url, body) == 200
        with pytest.raises(OSError, match="401") as refused:
            post(receiver.url, body, "x" * 32)
        refused.value.close()
    assert receiver.told == [{"event": "changes"}]
    assert len(receiver.refused) == 1
