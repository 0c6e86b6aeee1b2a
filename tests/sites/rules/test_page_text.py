from noroshi.sites.rules import page_text
from noroshi.testing.visits import page_visit


def test_rules_see_the_parts_of_a_page() -> None:
    visit = page_visit("https://x1.test/a", "<style>p{}</style><script>go()</script>", text="words")
    fields = page_text(visit).fields
    assert fields["css"] == ("p{}",)
    assert "go()" in fields["js"][0]
    assert (fields["hostname"], fields["text"]) == (("x1.test",), ("words",))
