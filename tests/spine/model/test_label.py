import pytest

from noroshi.spine.model import C2_PREFIX, LABELS, Text, is_c2, label_text


@pytest.mark.parametrize("label", LABELS)
def test_every_label_has_words_in_both_languages(label):
    words = label_text(label)
    assert words.ja.strip()
    assert words.en.strip()
    assert words.ja != words.en


def test_words_tell_labels_apart():
    for language in ("ja", "en"):
        words = [getattr(text, language) for text in LABELS.values()]
        assert len(set(words)) == len(words)


def test_an_unknown_label_is_shown_as_it_is():
    assert label_text("new-kind") == Text(ja="new-kind", en="new-kind")


@pytest.mark.parametrize(("label", "c2"), [("c2-irc", True), ("web", False), ("", False), ("ac2-irc", False)])  # fmt: skip
def test_only_labels_of_cc_classes_are_cc(label, c2):
    assert is_c2(label) is c2
    assert C2_PREFIX == "c2-"
