from noroshi.sites.brands import Brand

BRAND = Brand(
    name="あさぎ銀行",
    sector="bank",
    domains=("asagibank.example",),
    names=("あさぎ銀行",),
    source="https://www.asagibank.example/",
)


def test_a_brand_owns_its_domain_and_what_lies_below() -> None:
    assert BRAND.owns("asagibank.example")
    assert BRAND.owns("www.asagibank.example")


def test_a_brand_owns_no_host_that_only_ends_alike() -> None:
    assert not BRAND.owns("notasagibank.example")
    assert not BRAND.owns("asagibank.example.evil.test")
