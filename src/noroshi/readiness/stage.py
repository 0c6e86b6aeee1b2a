"""Stage: where something stands on a staged way, and whether the next step may be taken."""

from dataclasses import dataclass

from noroshi.spine.model import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The stage.

    Attributes:
        subject: A domain, a zone or a resolver.
        step: Where it stands; null before the first step.
        following: The next step; null at the end.
        is_open: Whether it may be taken.
        why: What the gate says.
        publish: What to put in force for the next step; empty at the end.
        back: What to go back to; empty at the start.
    """

    subject: str
    step: str | None
    following: str | None
    is_open: bool
    why: Text
    publish: str
    back: str

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "subject": self.subject,
            "stage": self.step,
            "next": self.following,
            "open": self.is_open,
            "why": self.why.as_dict(),
            "publish": self.publish,
            "back": self.back,
        }
