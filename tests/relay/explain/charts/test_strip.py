import re
from dataclasses import replace

import numpy as np

from noroshi.relay.explain import Contacts
from noroshi.relay.explain.charts.strip import draw_strip, inside_window
from noroshi.testing.portraits import DAY, sample_contacts, sample_portrait


def contacts(starts, *, client=0, answered=True, duration_s=1.0):
    count = len(starts)
    real = np.full(count, duration_s)
    return Contacts(
        client_index=np.full(count, client, np.int64),
        start_ms=np.array(starts, np.int64),
        duration_s=real,
        octets_up=real,
        octets_down=real,
        answered=np.full(count, answered, np.bool_),
    )


def drawn(contacts, audience="inside"):
    return draw_strip(sample_portrait(contacts=contacts), "en", audience, "k")


def boxes(svg, class_):
    paths = re.findall(rf'<path d="([^"]*)" class="{class_}"', svg)
    return sum(path.count("M") for path in paths) - 1  # one box is the key's


def test_every_single_contact_is_one_mark():
    figure = drawn(contacts([DAY.start_ms + 3_600_000 * n for n in range(24)]))
    assert boxes(figure.wide, "mark") == 24
    assert figure.note == ""


def test_unanswered_contacts_are_hollow():
    figure = drawn(contacts([DAY.start_ms + 3_600_000 * n for n in range(5)], answered=False))
    assert (boxes(figure.wide, "mark"), boxes(figure.wide, "hollow")) == (0, 5)


def test_the_length_of_a_mark_is_the_duration():
    figure = drawn(contacts([DAY.start_ms], duration_s=43_200))
    widest = max(float(w) for w in re.findall(r"h([\d.]+)v", figure.wide))
    assert abs(widest - (800 - 58 - 104) / 2) < 1


def test_marks_that_would_overlap_are_binned_and_it_is_said():
    figure = drawn(sample_contacts(clients=1))
    assert "summed per 10 min" in figure.note
    assert boxes(figure.wide, "mark") <= 144


def test_contacts_outside_the_window_are_counted_not_drawn():
    figure = drawn(contacts([DAY.start_ms - 1, DAY.start_ms, DAY.end_ms]))
    assert boxes(figure.wide, "mark") == 1
    assert "2 contacts outside the window" in figure.note


def test_further_clients_share_the_last_row():
    portrait = sample_portrait(contacts=sample_contacts(clients=30))
    figure = draw_strip(portrait, "en", "inside", "k")
    assert "client 16<" in figure.wide
    assert "client 17<" not in figure.wide
    assert "14 others" in figure.wide
    assert len(figure.table.rows) == 30


def test_the_table_counts_what_is_drawn():
    portrait = sample_portrait()
    figure = draw_strip(portrait, "en", "inside", "k")
    counted = sum(int(row[1].replace(",", "")) for row in figure.table.rows)
    assert counted == int(inside_window(portrait).sum())


def test_a_client_without_contacts_keeps_its_row():
    portrait = sample_portrait()
    figure = draw_strip(replace(portrait, contacts=Contacts.none()), "en", "inside", "k")
    assert len(figure.table.rows) == 7
    assert "nothing to draw" in figure.wide


def test_an_instant_as_window_draws():
    portrait = sample_portrait()
    instant = replace(portrait, window=replace(DAY, end=DAY.start))
    assert "nothing to draw" in draw_strip(instant, "en", "inside", "k").wide
