"""Messages in files: each is judged or told why not."""

from noroshi.jobs.readiness.mail_verifying import verify_messages
from noroshi.spine.model import InputError
from noroshi.spine.net.lookup import Recorded


def test_a_bad_file_does_not_stop_the_others(tmp_path):
    good, junk = tmp_path / "good.eml", tmp_path / "junk.eml"
    good.write_bytes(b"From: a@isp.example\n\nhello\n")
    junk.write_bytes(b"")
    found = list(verify_messages([junk, tmp_path / "absent.eml", good], Recorded({}), now_s=0))
    assert [str(one) for _, one in found if isinstance(one, InputError)] == ["not-a-mail", "unreadable"]  # fmt: skip
    assert found[-1][1].dmarc.result == "none"
