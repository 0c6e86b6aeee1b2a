"""Drafts are written from evidence and recorded; nobody who reported or met the page is in them."""

import json
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.sites.following_view import page_life
from noroshi.jobs.sites.taking_down import (
    contacts_asked,
    contacts_given,
    contacts_in,
    write_drafts,
)
from noroshi.sites.takedown import Contact, Role
from noroshi.spine.home import Home
from noroshi.spine.model import InputError, SourceError
from noroshi.spine.model.site_report import url_id
from noroshi.spine.net.http import Answer
from noroshi.spine.store import Database
from noroshi.spine.store.site_reports import SiteReports
from noroshi.testing.findings import MADE_AT
from noroshi.testing.followed_pages import URL, FollowedHome
from noroshi.testing.site_reports import site_report, wanted

AT = MADE_AT + timedelta(hours=1)
SECRET = "hanako-who-reported-it"


@pytest.fixture
def own(tmp_path):
    home = Home(tmp_path / "home").create()
    with Database.open(home.state) as database:
        made = FollowedHome(home, database)
        made.add(words=SECRET)
        yield made


def written(own, *, page=URL, contacts=(), **more):
    return write_drafts(
        own.home, own.database, page, contacts=contacts, by="user:taro", at=AT, **more
    )


def texts(done):
    for name in done.files:
        octets = (done.place / name).read_bytes()
        mail = message_from_bytes(octets, policy=default) if name.endswith(".eml") else None
        yield mail.get_content() + str(mail["Subject"]) if mail else octets.decode()


def test_drafts_tell_of_the_page_and_of_nobody(own):
    done = written(own, contacts=contacts_given(["hosting=abuse@host.example"]))
    every = list(texts(done))
    assert len(every) == 9
    assert any("192[.]0[.]2[.]1" in text for text in every)
    assert any("screenshot.png" in text for text in every)
    assert not any(SECRET in text for text in every)
    assert done.place.is_relative_to(own.home.evidence)


def test_it_is_recorded_that_they_were_written(own):
    written(own, page=url_id(URL), contacts=contacts_given(["registrar=abuse@r.example"]))
    (draft,) = page_life(own.database, URL).drafts
    assert (draft.by, draft.at, draft.recipients) == (
        "user:taro", AT, ("registrar abuse@r.example",),
    )  # fmt: skip
    (line,) = trail_of(own.home, lambda: AT).newest(action="site.takedown-draft")
    assert (line.by, line.target, line.detail["digest"]) == ("user:taro", url_id(URL), draft.digest)


def test_the_as_of_an_address_is_told_where_a_table_tells_it(own, tmp_path):
    (own.home.path / "as.csv").write_text("192.0.2.0,192.0.2.255,64500,EXAMPLE-NET\n")
    (own.home.path / "noroshi.toml").write_text('[iot]\nas_table = "as.csv"\n')
    done = write_drafts(
        Home(own.home.path), own.database, URL, contacts=(), by="user:taro", at=AT,
        out=tmp_path / "here",
    )  # fmt: skip
    assert done.place == tmp_path / "here"
    assert any("AS64500 EXAMPLE-NET" in text for text in texts(done))


def test_what_was_never_found_harmful_is_asked_of_nobody(own):
    other = "http://login.bank.example/"
    SiteReports(own.database).take([site_report(5, wanted(other))], at=AT, most_waiting=9)
    with pytest.raises(InputError, match="never found harmful"):
        written(own, page=other)
    with pytest.raises(InputError, match="never reported"):
        written(own, page="http://never.example/")


def network(mail):
    card = ["vcard", [["email", {}, "text", mail]]]
    entity = {"roles": ["abuse"], "vcardArray": card}
    return json.dumps({"objectClassName": "ip network", "entities": [entity]}).encode()


def test_contacts_come_from_files_and_options(tmp_path):
    (tmp_path / "net.json").write_bytes(network("abuse@host.example"))
    assert contacts_in([tmp_path / "net.json"]) == [
        Contact(role=Role.HOSTING, mail="abuse@host.example", source="net.json")
    ]
    with pytest.raises(InputError, match="cannot be read"):
        contacts_in([tmp_path])
    for wrong in ("abuse@host.example", "council=a@b.example", "hosting=x"):
        with pytest.raises(InputError):
            contacts_given([wrong])


class Server:
    """Answers as an RDAP server does; remembers what it was asked."""

    def __init__(self, status=200):
        self.asked, self.status = [], status

    def get(self, url, headers=None):
        self.asked.append(url)
        known = "/ip/" in url
        body = network("abuse@host.example") if known else b""
        return Answer(status=self.status if known else 404, headers={}, body=body, url=url)


def test_a_server_is_asked_about_addresses_and_the_domain_only(own):
    server = Server()
    found = contacts_asked(own.home, own.database, URL, "https://rdap.example/", server)
    assert server.asked == [
        "https://rdap.example/ip/192.0.2.1", "https://rdap.example/domain/x7k2q9.test",
    ]  # fmt: skip
    assert [one.mail for one in found] == ["abuse@host.example"]
    with pytest.raises(SourceError, match="status 500"):
        contacts_asked(own.home, own.database, URL, "https://rdap.example", Server(500))
