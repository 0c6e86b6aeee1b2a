"""Desk settings: how an operator tells its subscribers of weak devices, and looks again."""

from pydantic import Field, field_validator

from noroshi.spine.home.section import Section

CHANNELS = ("letter", "mail", "sms", "garden", "phone", "none")
LAST_DAY = 365


class DeskSettings(Section):
    """`[desk]`: notices to subscribers, and the looks that follow."""

    name_ja: str = Field(
        default="",
        max_length=80,
        description="Name of the operator in notices, in Japanese. Without it no notice is made.",
    )
    name_en: str = Field(default="", max_length=80, description="The same in English.")
    phone: str = Field(
        default="",
        max_length=40,
        description="Telephone number of the support desk, which must also stand in the contract: the notice tells readers to compare.",
    )
    hours_ja: str = Field(default="", max_length=80, description="When it answers, in Japanese.")
    hours_en: str = Field(default="", max_length=80, description="The same in English.")
    page: str = Field(
        default="",
        pattern=r"^(https://[^\s{}<>\"']{4,200})?$",
        description="Page of the operator that says that these notices are real.",
    )
    check_page: str = Field(
        default="",
        pattern=r"^(https://[^\s{}<>\"']{4,200})?$",
        description="Address of the self-check page (`/check` of the coordinator's console); empty: notices do not name it.",
    )
    arms: dict[str, float] = Field(
        default={"letter": 1.0},
        description="Share of lines by channel: `letter`, `mail`, `sms`, `garden`, `phone`, or `none` for a control arm that is not told. Drawn by a keyed hash; exploited and infected devices are always told.",
    )
    looks: tuple[int, ...] = Field(
        default=(7, 14, 30, 60, 90),
        description="Days after the notice on which a device is looked at again, ascending.",
    )
    look_scope: str = Field(
        default="",
        description="File of the signed scope under which the job `iot-resurvey` looks again when devices are due; a relative path starts at the home. Empty: nothing is asked by itself, and `noroshi doctor` tells what is due.",
    )
    look_lists: tuple[str, ...] = Field(
        default=(),
        description="Files that this scope pins (exclusion lists, table of networks); relative paths start at the home.",
    )
    look_logs: tuple[str, ...] = Field(
        default=(),
        description="Session logs that say where lines are, as `logs/*.csv`; relative paths start at the home. The newest must be younger than a day.",
    )
    look_nvd: tuple[str, ...] = Field(
        default=(),
        description="Files or folders of the NVD; relative paths start at the home. Without them the job leaves devices told of a known hole to a person: it could not tell whether they are mended.",
    )
    look_eol: tuple[str, ...] = Field(
        default=(),
        description="Files or folders of endoflife.date; relative paths start at the home. Without them the job leaves devices past their maker's support to a person.",
    )

    @field_validator("arms")
    @classmethod
    def _are_shares(cls, arms: dict[str, float]) -> dict[str, float]:
        strange = sorted(set(arms) - set(CHANNELS))
        if strange:
            raise ValueError(f"there is no channel {strange[0]!r}; there are {', '.join(CHANNELS)}")
        if any(share < 0 for share in arms.values()) or abs(sum(arms.values()) - 1) > 1e-6:
            raise ValueError("shares of the arms are 0 or more and make 1 together")
        if not any(share > 0 for channel, share in arms.items() if channel != "none"):
            raise ValueError("at least one arm must be told")
        return arms

    @field_validator("looks")
    @classmethod
    def _ascend(cls, looks: tuple[int, ...]) -> tuple[int, ...]:
        if list(looks) != sorted(set(looks)) or any(not 0 < day <= LAST_DAY for day in looks):
            raise ValueError(f"looks are days from 1 to {LAST_DAY}, ascending")
        return looks
