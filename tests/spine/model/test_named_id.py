"""Named ids: UUIDv5, as the standard library makes them."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model.named_id import named_id


@given(st.uuids(), st.text(st.characters(exclude_categories=["Cs"])))
def test_an_id_is_that_of_the_standard_library(space, name):
    assert UUID(named_id(space.bytes, name)) == uuid5(space, name)
    assert named_id(space.bytes, name) == str(uuid5(space, name))
