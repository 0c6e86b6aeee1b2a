"""Mail: against a real server on loopback, protected and not."""

import ssl

import pytest

from noroshi.spine.model import ConfigError, InputError, MailTls, SourceError
from noroshi.spine.net.mail import MailServer, mail_session
from noroshi.testing.mailbox import mailbox

MESSAGE = b"Subject: news\r\n\r\nbody\r\n.\r\nend\r\n"


@pytest.fixture(scope="module")
def context(authority):
    files = authority.issue("mail.example", "127.0.0.1")
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*files)
    return made


def server(box, tls=MailTls.NONE, **more):
    return MailServer(host="127.0.0.1", port=box.port, tls=tls, timeout_s=10, **more)


def send(place, recipient="desk@alpha.example"):
    with mail_session(place) as session:
        session.send(MESSAGE, sender="noroshi@hub.example", recipient=recipient)


def test_a_message_arrives_whole():
    with mailbox() as box:
        send(server(box))
    assert box.arrived == [("noroshi@hub.example", ["desk@alpha.example"], MESSAGE)]


def test_one_connection_takes_several_messages():
    with mailbox() as box, mail_session(server(box)) as session:
        for name in ("a", "b"):
            session.send(MESSAGE, sender="n@hub.example", recipient=f"{name}@alpha.example")
    assert [recipients for _, recipients, _ in box.arrived] == [
        ["a@alpha.example"],
        ["b@alpha.example"],
    ]


def test_starttls_protects_the_message(context, authority):
    with mailbox(starttls=context) as box:
        send(server(box, MailTls.STARTTLS, ca_file=authority.file))
    assert box.starttls_asked == [True]


def test_implicit_tls_protects_the_message(context, authority):
    with mailbox(tls=context) as box:
        send(server(box, MailTls.IMPLICIT, ca_file=authority.file))
    assert len(box.arrived) == 1


def test_a_server_without_tls_is_given_nothing_where_tls_is_wanted():
    with mailbox() as box, pytest.raises(ConfigError, match="tls"):
        send(server(box, MailTls.STARTTLS))
    assert box.arrived == []


def test_a_certificate_of_a_stranger_is_not_believed(context, stranger):
    with mailbox(starttls=context) as box, pytest.raises(ConfigError, match="ca_file"):
        send(server(box, MailTls.STARTTLS, ca_file=stranger.file))
    assert box.arrived == []


def test_a_file_without_authority_is_told(context, tmp_path):
    (tmp_path / "none.pem").write_text("nothing")
    with mailbox(starttls=context) as box, pytest.raises(ConfigError, match="no authority"):
        send(server(box, MailTls.STARTTLS, ca_file=tmp_path / "none.pem"))


def test_a_log_in_opens_the_server(context, authority):
    login = {"ca_file": authority.file, "user": "noroshi"}
    with mailbox(starttls=context, login=(b"noroshi", b"open")) as box:
        send(server(box, MailTls.STARTTLS, password="open", **login))
        with pytest.raises(ConfigError, match="refuses the log-in"):
            send(server(box, MailTls.STARTTLS, password="shut", **login))
    assert len(box.arrived) == 1


def test_a_recipient_refused_for_good_is_told_from_one_refused_for_now():
    with mailbox() as box:
        box.refuse = {"no@a.example": "550 unknown", "busy@a.example": "450 busy"}
        with pytest.raises(InputError, match="550 unknown"):
            send(server(box), "no@a.example")
        with pytest.raises(SourceError, match="450 busy"):
            send(server(box), "busy@a.example")


def test_a_message_refused_for_good_is_told_from_one_refused_for_now():
    with mailbox() as box:
        box.answer = "554 no"
        with pytest.raises(InputError, match="554 no"):
            send(server(box))
        box.answer = "451 later"
        with pytest.raises(SourceError, match="451 later"):
            send(server(box))


def test_a_server_that_is_not_there_is_told():
    with mailbox() as box:
        pass
    with pytest.raises(SourceError, match=f"127.0.0.1:{box.port} cannot be used"):
        send(server(box))


def test_a_password_is_never_shown():
    assert "open" not in repr(MailServer(host="h", port=1, tls=MailTls.NONE, password="open"))
