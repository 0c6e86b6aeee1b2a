"""ASPAs: the three answers to whether one AS is another's provider."""

import numpy as np

from noroshi.readiness.rpki.aspas import AspaTable, Hop


def test_the_three_answers():
    table = AspaTable.of({64500: (64501, 0), 64502: (0,)})
    customer, provider = (
        np.array([64500, 64500, 64502, 64503]),
        np.array([64501, 64502, 64500, 64501]),
    )
    assert table.hops(customer, provider).tolist() == [
        Hop.PROVIDER, Hop.NOT_PROVIDER, Hop.NOT_PROVIDER, Hop.NO_ATTESTATION,
    ]  # fmt: skip
    assert AspaTable.of({}).hops(customer, provider).tolist() == [0, 0, 0, 0]
