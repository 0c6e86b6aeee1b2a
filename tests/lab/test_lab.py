"""The lab's public names."""

import noroshi.lab


def test_all_names_can_be_imported():
    assert all(hasattr(noroshi.lab, name) for name in noroshi.lab.__all__)
    assert (
        sorted(noroshi.lab.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))
        == noroshi.lab.__all__
    )
