"""Label: every label has words in both languages; C&C ones are known by their prefix."""

import pytest

from noroshi.spine.model import C2_PREFIX, LABELS, is_c2, label_text


@pytest.mark.parametrize("label", LABELS)
def test_every_label_is_spoken_in_both_languages(label):
    words = label_text(label)
    assert any(ord(sign) > 0x3000 for sign in words.ja)
    assert words.en.isascii()


def test_words_of_c2_labels_are_told_apart():
    c2 = [label for label in LABELS if is_c2(label)]
    assert len({label_text(label).en for label in c2}) == len(c2) > 5
    assert all(label.startswith(C2_PREFIX) for label in c2)


def test_a_label_without_words_is_shown_as_it_is():
    assert label_text("new-thing").ja == label_text("new-thing").en == "new-thing"
