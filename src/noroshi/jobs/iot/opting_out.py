"""Opting out: addresses that no survey asks any more, from the moment that their holder says so."""

from datetime import datetime
from ipaddress import ip_address, ip_network

from noroshi.iot.survey.ranges import Ranges
from noroshi.spine.model import InputError, canonical_address
from noroshi.spine.model.prefix import canonical_prefix
from noroshi.spine.store import Store
from noroshi.spine.store.opt_outs import OptOut, OptOuts

WIDEST = {4: 8, 6: 16}
"""Shortest prefix that is taken: a slip of the hand must not end a programme."""
MOST_NOTE = 500
ITSELF = "self"


def opt_out(store: Store, text: str, *, by: str, note: str, at: datetime) -> OptOut:
    """Note that an address or a prefix is not to be asked; running surveys heed it within seconds.

    Raises:
        InputError: It is neither, or wider than anybody's network.
    """
    prefix = _canonical(text)
    network = ip_network(prefix)
    if network.prefixlen < WIDEST[network.version]:
        raise InputError(
            f"{prefix} is wider than /{WIDEST[network.version]}; name the networks one by one"
        )
    wish = OptOut(prefix=prefix, asked_at=at, asked_by=by, note=note.strip()[:MOST_NOTE])
    OptOuts(store.database).add(wish)
    return wish


def opted_out(store: Store) -> Ranges:
    """What nobody may ask at this moment.

    Raises:
        SourceError: The state cannot be read.
    """
    return Ranges(ip_network(text) for text in OptOuts(store.database).prefixes())


def all_opt_outs(store: Store) -> list[OptOut]:
    """Every wish, oldest first."""
    return OptOuts(store.database).all()


def _canonical(text: str) -> str:
    text = text.strip()
    if "/" in text:
        return canonical_prefix(text)
    address = ip_address(canonical_address(text))
    return f"{address}/{address.max_prefixlen}"
