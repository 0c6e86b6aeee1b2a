"""Own: exposures as they are, one JSON object a line, for an operator that runs Noroshi too."""

from collections.abc import Iterable, Iterator

import msgspec

from noroshi.iot.report.reported import Reported, Sender


def render_exposures(rows: Iterable[Reported], sender: Sender) -> Iterator[bytes]:
    """One exposure a line, as `noroshi iot match` and `noroshi iot cases open` read it."""
    del sender  # the file goes to an operator that knows who sent it
    encode = msgspec.json.Encoder().encode
    for row in rows:
        yield encode(row.exposure) + b"\n"
