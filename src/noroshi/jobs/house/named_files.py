"""Named files: what the settings of a home name beside what lies at fixed places."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from noroshi.spine.home import Home, Settings

OPEN = (
    ("iot", "as_table"),
    ("iot", "recog"),
    ("iot", "check_scope"),
    ("iot", "check_lists"),
    ("desk", "look_scope"),
    ("desk", "look_lists"),
    ("desk", "look_nvd"),
    ("desk", "look_eol"),
    ("sites", "model"),
    ("collect", "tls_certificate"),
    ("collect", "tls_client_ca"),
    ("hub", "tls_certificate"),
    ("hub", "tls_client_ca"),
    ("mail", "ca_file"),
)
"""Settings, by section and key, that name files or folders anybody at the operator may read.

Session logs (`[desk] look_logs`) are not among them: they name subscribers and are of no use a day later.
"""

PRIVATE = (
    ("collect", "tls_key"),
    ("hub", "tls_key"),
    ("access", "oidc_secret_file"),
    ("mail", "password_file"),
    ("zone", "key_file"),
)
"""Settings that name keys and passwords."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """A file or folder that a setting names.

    Attributes:
        setting: `[section] key`.
        path: Where it is; it may be missing.
        inside: Its name below the home; null where it lies elsewhere.
        private: Whether it is a key or a password.
    """

    setting: str
    path: Path
    inside: str | None
    private: bool


def named_files(home: Home) -> Iterator[NamedFile]:
    """Each file and folder that the settings name."""
    top = home.path.absolute()
    for section, key in (*OPEN, *PRIVATE):
        for text in _texts(home.settings, section, key):
            path = top / text
            below = path.is_relative_to(top) and ".." not in path.parts and path != top
            yield NamedFile(
                setting=f"[{section}] {key}",
                path=path,
                inside=path.relative_to(top).as_posix() if below else None,
                private=(section, key) in PRIVATE,
            )


def _texts(settings: Settings, section: str, key: str) -> tuple[str, ...]:
    told: str | tuple[str, ...] = getattr(getattr(settings, section), key)
    return (told,) * bool(told) if isinstance(told, str) else told
