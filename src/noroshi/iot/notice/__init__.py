"""Notice: what the person on the line reads, in plain words: what was seen, what to do, whom to ask."""

from noroshi.iot.notice.document import DOCUMENTS, Document, Templates
from noroshi.iot.notice.notice import Desk, Notice
from noroshi.iot.notice.steps import Steps, shipped_steps

__all__ = ["DOCUMENTS", "Desk", "Document", "Notice", "Steps", "Templates", "shipped_steps"]
