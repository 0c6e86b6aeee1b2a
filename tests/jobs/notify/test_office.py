"""Office: built from a home's settings, with counts that add up."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.jobs.notify.office import Notified, mail_server, office_of, outbound
from noroshi.spine.home import Home, Settings
from noroshi.spine.model import ConfigError, InputError, MailTls
from noroshi.spine.store import Store


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


def write(home, text):
    home.settings_file.write_text(text)
    return Home(home.path)


def test_counts_add_up():
    total = Notified(made=1, sent=2) + Notified(sent=1, failed=1, dead=1, unmade=1, forgotten=1)
    assert total == Notified(made=1, sent=3, failed=1, dead=1, unmade=1, forgotten=1)


def test_without_a_host_there_is_no_mail(home):
    assert mail_server(home) is None


def test_a_mail_server_is_what_the_settings_say(home):
    home = write(home, '[mail]\nhost = "mail.example"\nuser = "n"\nca_file = "ca.pem"\n')
    secret = home.path / "secrets" / "mail.password"
    secret.write_text("open\n")
    secret.chmod(0o600)
    server = mail_server(home)
    assert (server.host, server.port, server.tls) == ("mail.example", 587, MailTls.STARTTLS)
    assert (server.password, server.ca_file) == ("open", home.path / "ca.pem")


def test_a_missing_password_is_told(home):
    home = write(home, '[mail]\nhost = "mail.example"\nuser = "n"\n')
    with pytest.raises(ConfigError, match=r"mail\.password"):
        mail_server(home)


def test_an_office_of_a_home_has_its_pauses_and_its_name(home):
    home = write(home, '[notify]\nattempts = 3\n[hub]\nname = "Example ISP"\n')
    with Store.open(home.state_file) as store:
        office = office_of(home, store.database, lambda: datetime.now(UTC))
    assert (office.hub, office.backoff.attempts, office.mail) == ("Example ISP", 3, None)
    assert office.lease == timedelta(seconds=80)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://localhost/",
    ],
)
def test_webhooks_of_an_installation_reach_nothing_inside_by_default(url):
    with pytest.raises(InputError, match=r"no global address|Invalid IPv4 address"):
        outbound(Settings()).post(url, {}, b"x")


def test_what_the_operator_allows_is_reached():
    allowing = Settings(notify={"private_destinations": ["127.0.0.1/32"]})
    with pytest.raises(InputError, match="no global address"):
        outbound(allowing).post("http://127.0.0.2/", {}, b"x")
