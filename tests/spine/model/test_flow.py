"""The flow table is declared once, without contradiction."""

from collections import Counter

from noroshi.spine.model import FLOW, FLOW_COLUMNS, Type


def test_no_name_is_declared_twice() -> None:
    assert [name for name, n in Counter(c.name for c in FLOW_COLUMNS).items() if n > 1] == []
    assert list(FLOW) == [column.name for column in FLOW_COLUMNS]


def test_every_column_says_what_it_means() -> None:
    assert [column.name for column in FLOW_COLUMNS if not column.meaning] == []


def test_every_address_is_two_signed_halves() -> None:
    halves = [name for name in FLOW if name.endswith(("AddressHi", "AddressLo", "HopHi", "HopLo"))]
    assert {name[:-2] + "Hi" for name in halves} == {n for n in halves if n.endswith("Hi")}
    assert {FLOW[name].type for name in halves} == {Type.I64}
    assert len(halves) == 10


def test_an_information_element_fills_one_column_or_both_halves_of_an_address() -> None:
    filled: dict[tuple[int, int], list[str]] = {}
    for column in FLOW_COLUMNS:
        for element in column.ipfix:
            filled.setdefault((element.pen, element.id), []).append(column.name)
    shared = {key: names for key, names in filled.items() if len(names) > 1}
    for names in shared.values():
        assert [name[-2:] for name in names] == ["Hi", "Lo"], names
        assert len({name[:-2] for name in names}) == 1
