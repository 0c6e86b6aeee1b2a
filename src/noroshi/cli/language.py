"""Language: Japanese or English, as the environment asks."""

from collections.abc import Mapping

from noroshi.spine.model import Language

__all__ = ["Language", "language_of"]


def language_of(environment: Mapping[str, str]) -> Language:
    """The reader's language by POSIX precedence: LC_ALL, LC_MESSAGES, LANG."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if wish := environment.get(name):
            return "ja" if wish.lower().startswith("ja") else "en"
    return "en"
