"""Macros of SPF: the examples of RFC 7208 section 7.4."""

import pytest

from noroshi.readiness.mail.spf.macro import expand, expand_name, is_domain_spec, is_macro_string

VALUES = {
    "s": "strong-bad@email.example.com", "o": "email.example.com", "d": "email.example.com",
    "l": "strong-bad", "i": "192.0.2.3", "v": "in-addr",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("%{s}", "strong-bad@email.example.com"),
        ("%{d4}", "email.example.com"),
        ("%{d2}", "example.com"),
        ("%{d1}", "com"),
        ("%{dr}", "com.example.email"),
        ("%{d2r}", "example.email"),
        ("%{l-}", "strong.bad"),
        ("%{lr-}", "bad.strong"),
        ("%{l1r-}", "strong"),
        ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
        ("%{S}%%%_%-", "strong-bad%40email.example.com% %20"),
    ],
)
def test_the_examples_of_the_standard(text, expanded):
    assert is_macro_string(text)
    assert expand(text, VALUES.__getitem__) == expanded


@pytest.mark.parametrize("text", ["%{d0}", "%{z}", "%", "%{d", "%{c}"])
def test_what_is_no_macro_is_told(text):
    assert not is_macro_string(text)


def test_letters_of_explanations_stand_only_there():
    assert is_macro_string("%{c} of %{r} at %{t}", explaining=True)


@pytest.mark.parametrize("text", ["", "example", "a.123", "x.-a", "a b.example"])
def test_a_domain_spec_ends_in_a_top_label_or_a_macro(text):
    assert not is_domain_spec(text)
    assert is_domain_spec("x.%{d}")


def test_long_names_lose_labels_on_the_left():
    name = expand_name("%{d}", lambda _: ".".join(["a" * 60] * 5))
    assert name == ".".join(["a" * 60] * 4)
