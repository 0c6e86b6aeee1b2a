"""Defanged addresses are no links."""

import pytest

from noroshi.sites.defang import armed, defanged


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("https://a.b.example/x.html", "hxxps://a[.]b[.]example/x.html"),
        ("http://192.0.2.1:8080/", "hxxp://192[.]0[.]2[.]1:8080/"),
        ("www.bank.example", "www[.]bank[.]example"),
        ("https.example", "https[.]example"),
    ],
)
def test_hosts_and_urls(plain, shown):
    assert defanged(plain) == shown
    assert armed(shown) == armed(plain) == plain
