"""Customer file: good rows kept, bad ones counted, anything else refused."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki.sense import customer_file
from noroshi.readiness.rpki.sense.customer_file import read_customers
from noroshi.spine.model import InputError


def test_customers_keep_their_order_and_bad_prefixes_are_counted(tmp_path):
    file = tmp_path / "customers.csv"
    file.write_text(
        "prefix,customer\n192.0.2.0/24,b\nnone,c\n198.51.100.0/24,a\n203.0.113.0/24,b\n"
    )
    found = read_customers(file)
    assert (found.names, found.owner.tolist(), found.refused) == (("b", "a"), [0, 1, 0], 1)


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "192.0.2.0/24,a\n", "prefix,asn\n192.0.2.0/24,1\n"])
def test_a_file_without_the_columns_is_refused(tmp_path, text):
    file = tmp_path / "customers.csv"
    file.write_text(text)
    with pytest.raises(InputError, match="prefix and customer"):
        read_customers(file)


def test_a_cut_file_is_refused(tmp_path):
    file = tmp_path / "customers.csv.gz"
    file.write_bytes(gzip.compress(b"prefix,customer\n192.0.2.0/24,a\n" * 90)[:-9])
    with pytest.raises(InputError, match="cut short"):
        read_customers(file)


def test_too_many_customers_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(customer_file, "MOST_CUSTOMERS", 1)
    file = tmp_path / "customers.csv"
    file.write_text("prefix,customer\n192.0.2.0/24,a\n198.51.100.0/24,b\n")
    with pytest.raises(InputError, match="more than 1 customers"):
        read_customers(file)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(octets=st.binary(max_size=300))
def test_any_octets_give_customers_or_a_refusal(tmp_path, octets):
    file = tmp_path / "any"
    file.write_bytes(octets)
    try:
        found = read_customers(file)
    except InputError:
        return
    assert len(found.owner) == len(found.prefixes)
