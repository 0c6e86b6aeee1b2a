"""Names: every role and right has words."""

from noroshi.console.access.names import RIGHT_NAMES, ROLES
from noroshi.spine.model import Right, Role


def test_every_role_and_right_is_named():
    assert list(ROLES) == list(Role)
    assert list(RIGHT_NAMES) == list(Right)
