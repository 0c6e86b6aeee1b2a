"""Visit settings: the section on looking at pages."""

from pydantic import Field

from noroshi.spine.home.section import Section


class VisitSettings(Section):
    """`[visit]`: what a look at a reported page may take."""

    user: str = Field(
        default="nobody",
        min_length=1,
        max_length=32,
        description="Account that the browser runs as when Noroshi was started by root; otherwise it runs as whoever started Noroshi. Never root.",
    )
    concurrent: int = Field(default=4, ge=1, le=64, description="Visits at the same time.")
    fresh: bool = Field(
        default=False,
        description="A browser process of its own for each visit, not a context of a shared one: costs about twice as much.",
    )
    total_s: float = Field(
        default=30.0, ge=1.0, le=300.0, description="Longest time that a page gets, in seconds."
    )
    received_mb: int = Field(
        default=10, ge=1, le=200, description="Most that one visit receives, in MiB."
    )
    memory_mb: int = Field(
        default=512,
        ge=128,
        le=8192,
        description="Memory of one page's process in MiB; a page that takes more is ended.",
    )
