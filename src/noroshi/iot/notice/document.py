"""Document: a notice in one of its forms, from a template that the operator may replace."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from noroshi.iot.notice.notice import Notice
from noroshi.spine.model import ConfigError

DOCUMENTS: Mapping[str, str] = MappingProxyType({
    "letter": "html", "mail": "txt", "sms": "txt", "garden": "html", "phone": "txt",
})  # fmt: skip
"""Channel -> how its documents end."""
MOST_SMS = 70
"""Characters of a text message in Japanese (3GPP TS 23.040, UCS2 in 140 octets)."""
MOST_SMS_LATIN = 160


@dataclass(frozen=True, slots=True)
class Document:
    """A notice as it goes out.

    Attributes:
        name: Of its file.
        text: What it says.
    """

    name: str
    text: str


class Templates:
    """Templates of notices.

    Args:
        own: Folder of the operator's; what is not there is taken from the shipped ones.
    """

    def __init__(self, own: Path | None = None) -> None:
        loaders: list[BaseLoader] = [PackageLoader("noroshi.iot.notice", "templates")]
        if own is not None and own.is_dir():
            loaders.insert(0, FileSystemLoader(own))
        self._environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader(loaders), undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, keep_trailing_newline=True,
            autoescape=lambda name: bool(name) and str(name).endswith(".html.j2"),
        )  # fmt: skip

    def document(self, notice: Notice, channel: str) -> Document:
        """The notice for a channel.

        Raises:
            ConfigError: The operator's own template is wrong, or a text message is too long.
        """
        suffix = DOCUMENTS[channel]
        name = f"{channel}.{notice.language}.{suffix}"
        try:
            text = self._environment.get_template(f"{name}.j2").render(notice=notice)
        except JinjaError as error:
            raise ConfigError(f"the template {name}.j2 is wrong: {error}") from error
        if channel == "sms":
            text = text.strip()
            _check_length(text, name)
        plain = notice.tracking.replace("-", "")
        return Document(name=f"{plain}.{name}", text=text)


def _check_length(text: str, name: str) -> None:
    most = MOST_SMS_LATIN if text.isascii() else MOST_SMS
    if len(text) > most:
        raise ConfigError(
            f"{name}: {len(text)} characters; one text message holds {most}. Shorten the name of"
            " the operator in the settings ([desk]), or put a shorter template into notices/"
        )
