"""Relation file: CSV with a neighbour's AS and what it is to the own network."""

from collections import Counter
from pathlib import Path

from noroshi.readiness.rpki.analyse.ramps import Relation
from noroshi.readiness.rpki.numbers import UNREADABLE, parse_as_numbers
from noroshi.readiness.rpki.sense.content import read_content
from noroshi.readiness.rpki.sense.table import layout_of, place_of, read_columns
from noroshi.spine.flows.arrow import words
from noroshi.spine.model import InputError

NEIGHBOUR, RELATION = ("neighbour", "neighbor", "asn"), ("relation",)
LARGEST_BYTES = 1 << 24


def read_relations(path: Path) -> dict[int, Relation]:
    """What each neighbour is.

    Raises:
        InputError: The file is cut, names no such columns, or says something else: a relation that is
            guessed would judge paths wrongly.
    """
    content = read_content(path, most=LARGEST_BYTES)
    if not content.whole:
        raise InputError(f"{path.name} is cut short; give the whole file")
    refused: Counter[str] = Counter()
    try:
        layout = layout_of(content.octets, NEIGHBOUR)
        columns = read_columns(content.octets, layout, refused)
    except InputError as error:
        raise InputError(f"{path.name} tells no relations: {error}") from error
    who, what = place_of(layout.names, NEIGHBOUR), place_of(layout.names, RELATION)
    if who is None or what is None:
        raise InputError(
            f"{path.name}: its first line must name the columns neighbour and relation"
        )
    numbers = parse_as_numbers(columns[who]).tolist()
    told = [word.strip().lower() for word in words(columns[what])]
    strange = [
        word for number, word in zip(numbers, told, strict=True)
        if number == UNREADABLE or word not in tuple(Relation)
    ]  # fmt: skip
    if strange or refused:
        first = strange[0] if strange else "a row of another width"
        raise InputError(
            f"{path.name}: {first!r}: write an AS and customer, peer or provider in each row"
        )
    return {number: Relation(word) for number, word in zip(numbers, told, strict=True)}
