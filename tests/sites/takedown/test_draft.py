"""Drafts: both languages, defanged where people read them, and nothing that a person need not check."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from noroshi.sites.takedown import Contact, EvidenceFile, Role, TakedownFacts, drafts_for

AT = datetime(2026, 1, 5, 1, 2, tzinfo=UTC)
FACTS = TakedownFacts(
    url="https://login.x7k2q9.test/a", host="login.x7k2q9.test", domain="x7k2q9.test",
    label="phish", brand="楽天カード", title="ログイン", final_url="https://end.test/b",
    addresses=(("192.0.2.1", "AS64500 Example"),), first_at=AT, last_at=AT, state="alive",
    files=(EvidenceFile(package="p1", name="screenshot.png", sha256="ab" * 32),),
)  # fmt: skip
CONTACTS = [Contact(role=Role.HOSTING, mail="abuse@host.example", source="net.json")]


def made(facts=FACTS, contacts=CONTACTS):
    return {one.name: one.octets for one in drafts_for(facts, contacts)}


def mail(octets):
    return message_from_bytes(octets, policy=default)


def words(name, octets):
    return mail(octets).get_content() if name.endswith(".eml") else octets.decode()


def test_every_recipient_gets_both_languages():
    assert sorted(made()) == [
        "check.en.txt", "check.ja.txt", "council.en.txt", "council.ja.txt", "hosting.en.eml",
        "hosting.ja.eml", "registrar.en.eml", "registrar.ja.eml", "urls.txt",
    ]  # fmt: skip


def test_a_mail_is_addressed_and_waits_to_be_edited():
    files = made()
    hosting = mail(files["hosting.en.eml"])
    assert (hosting["To"], hosting["X-Unsent"], hosting["From"]) == (
        "abuse@host.example",
        "1",
        None,
    )
    assert hosting["Subject"] == "Please act: phishing site on x7k2q9[.]test"
    assert "フィッシングサイト" in mail(files["hosting.ja.eml"])["Subject"]
    assert mail(files["registrar.en.eml"])["To"] is None


@pytest.mark.parametrize("name", sorted(made()))
def test_addresses_are_defanged_where_people_read_them(name):
    text = words(name, made()[name])
    if name == "urls.txt":
        assert text.splitlines() == [FACTS.url, FACTS.final_url]
    else:
        assert "https://" not in text
        assert "x7k2q9.test" not in text


def test_what_is_known_is_told_with_its_proof():
    files = made()
    text = words("hosting.en.eml", files["hosting.en.eml"])
    for told in (
        "hxxps://login[.]x7k2q9[.]test/a", "hxxps://end[.]test/b", "楽天カード",
        "192[.]0[.]2[.]1 (AS64500 Example)", "2026-01-05 01:02 UTC", "p1/screenshot.png", "ab" * 32,
    ):  # fmt: skip
        assert told in text
    assert "2026-01-05 10:02 JST" in words("council.ja.txt", files["council.ja.txt"])


def test_what_a_person_must_check_is_listed_with_where_contacts_are_from():
    files = made()
    assert "abuse@host.example (net.json)" in files["check.ja.txt"].decode()
    assert "FILL IN" in files["check.en.txt"].decode()
    assert "No contact is known" in made(contacts=[])["check.en.txt"].decode()


def test_the_council_takes_phishing_only_and_an_address_has_no_registrar():
    shop = made(replace(FACTS, label="fake-shop", domain="", host="192.0.2.1", files=()))
    assert not any(name.startswith(("council", "registrar")) for name in shop)
    assert "No evidence is kept" in words("hosting.en.eml", shop["hosting.en.eml"])


def test_a_hostile_title_makes_no_header():
    title = "x\r\nBcc: a@b.example"
    hosting = mail(made(replace(FACTS, title=title, brand=title))["hosting.en.eml"])
    assert hosting["Bcc"] is None
