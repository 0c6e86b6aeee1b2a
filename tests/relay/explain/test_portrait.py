from dataclasses import replace

import numpy as np
import pytest

from noroshi.relay.explain import ClientRow, Contacts, Histogram
from noroshi.spine.model import Text
from noroshi.testing.portraits import sample_portrait


@pytest.mark.parametrize(
    "label", ["100.64.3.7", "client 100.64.3.7", "client 0", "client 1\n", "", "Client 1"]
)
def test_a_client_is_named_by_a_number_only(label):
    with pytest.raises(ValueError, match="running number"):
        ClientRow(label=label, contacts=1, first_ms=0, last_ms=0, octets=0)


def test_arrays_of_contacts_have_one_length():
    none = Contacts.none()
    with pytest.raises(ValueError, match="differ in shape"):
        replace(none, answered=np.ones(2, np.bool_))


def test_a_contact_names_no_client_below_zero():
    one = np.zeros(1)
    with pytest.raises(ValueError, match="below 0"):
        Contacts(
            client_index=np.array([-1]),
            start_ms=one.astype(np.int64),
            duration_s=one,
            octets_up=one,
            octets_down=one,
            answered=one.astype(np.bool_),
        )


def test_octets_leave_out_what_is_no_number():
    contacts = replace(sample_portrait().contacts)
    up = contacts.octets_up.copy()
    up[0] = np.inf
    assert np.isfinite(replace(contacts, octets_up=up).octets)


@pytest.mark.parametrize(
    "edges",
    [(1.0, 1.0), (0.0, 1.0), (2.0, 1.0), (1.0, float("inf")), (float("nan"), 1.0)],
)
def test_edges_rise_above_zero(edges):
    with pytest.raises(ValueError, match="edges must"):
        Histogram(edges_s=edges, server=(1.0,), background=(1.0,))


def test_counts_fit_the_edges():
    with pytest.raises(ValueError, match="3 edges need 2"):
        Histogram(edges_s=(1.0, 2.0, 3.0), server=(1.0,), background=(1.0, 1.0))


def test_counts_are_not_negative():
    with pytest.raises(ValueError, match="not negative"):
        Histogram(edges_s=(1.0, 2.0), server=(-1.0,), background=(1.0,))


def test_a_code_without_a_name_is_shown_in_its_own_words():
    portrait = replace(sample_portrait(), names={})
    assert portrait.name("c2.exclusive-port") == Text(ja="exclusive port", en="exclusive port")
    assert portrait.name("").en == "?"
