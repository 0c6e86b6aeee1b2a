"""Differing: two rounds of one scope held against each other."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from noroshi.iot.evaluate.survey_diff import Change, Service, diff_rounds
from noroshi.iot.scope import Scope
from noroshi.iot.survey.listing import Listing
from noroshi.iot.survey.results import read_results
from noroshi.jobs.iot.survey_place import listing_at, place_of
from noroshi.jobs.iot.surveying import asked_addresses
from noroshi.spine.home import Home


def diff_of(home: Home, scope: Scope, earlier: str, later: str) -> dict[Change, Iterator[Service]]:
    """Services of two rounds by what became of them.

    Raises:
        ConfigError: There is no such round.
        InputError: A file or book of a round is damaged.
    """
    asked_addresses(home, scope, earlier)  # refuses a round that is not there
    asked = asked_addresses(home, scope, later)
    places = [place_of(home, scope, name) for name in (earlier, later)]
    listings = [listing_at(place, scope) for place in places]
    whole = listings[0] | listings[1]
    tables = [
        _renumbered(read_results(place.run), listing, whole)
        for place, listing in zip(places, listings, strict=True)
    ]
    numbers = np.array([whole.number_of(one) for one in asked], np.int64)
    return diff_rounds(*tables, asked_later=numbers, listing=whole)


def _renumbered(results: pa.Table, listing: Listing, whole: Listing) -> pa.Table:
    """Results whose addresses are numbered as in the listing of both rounds."""
    numbers = results["address"].to_numpy().astype(np.int64)
    place = results.column_names.index("address")
    moved = pa.array(listing.renumbered(numbers, whole))
    return results.set_column(place, "address", moved)
