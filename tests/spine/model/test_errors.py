"""Errors are drawn by what the caller can do about them."""

import pytest

from noroshi.spine.model import (
    Cancelled,
    ConfigError,
    EngineError,
    InputError,
    NoroshiError,
    SourceError,
    errors,
)


@pytest.mark.parametrize(
    ("error", "code"),
    [(ConfigError, 2), (InputError, 1), (SourceError, 3), (EngineError, 3), (Cancelled, 130)],
)
def test_each_error_has_the_exit_code_of_the_contract(error: type[NoroshiError], code: int) -> None:
    assert error.exit_code == code
    assert issubclass(error, NoroshiError)


def test_the_drawing_names_every_error() -> None:
    drawn = errors.__doc__ or ""
    for error in NoroshiError.__subclasses__():
        assert f" {error.__name__} " in drawn
