"""Home: the one directory that holds all state of an installation."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from noroshi.spine.home.held_data import FILES
from noroshi.spine.model import ConfigError

if TYPE_CHECKING:
    from noroshi.spine.home.settings import Settings

SECRET_BYTES = 32
"""Length of the pseudonym key: 16 octets of AES key and 16 of padding (Crypto-PAn, Xu et al. 2002)."""


@dataclass(frozen=True)
class Home:
    """Paths below one directory. Nothing is made until `create`."""

    path: Path

    @property
    def settings_file(self) -> Path:
        """`noroshi.toml`."""
        return self.path / "noroshi.toml"

    @property
    def state_file(self) -> Path:
        """`state.db`, the SQLite state."""
        return self.path / "state.db"

    @property
    def lake(self) -> Path:
        """Parquet tables."""
        return self.path / "lake"

    @property
    def counters(self) -> Path:
        """Counters of sFlow agents, by hour of receipt."""
        return self.lake / "counters"

    @property
    def flows(self) -> Path:
        """The flow table: `date=…/hour=…/*.parquet`."""
        return self.lake / "flows"

    @property
    def daily(self) -> Path:
        """Daily aggregates: `TABLE/date=….parquet`."""
        return self.lake / "daily"

    @property
    def spill(self) -> Path:
        """Where the engine spills."""
        return self.path / "spool" / "engine"

    @property
    def datagrams(self) -> Path:
        """Received datagrams that are not flows in the lake yet."""
        return self.path / "spool" / "datagrams"

    @property
    def metrics(self) -> Path:
        """Counters for Prometheus, one file a service."""
        return self.path / "metrics"

    @property
    def zone_status_file(self) -> Path:
        """How far the policy zone is fed, and what went wrong last."""
        return self.metrics / "zone.json"

    @property
    def evidence(self) -> Path:
        """Pages and files that explain findings."""
        return self.path / "evidence"

    @property
    def quarantine_key_file(self) -> Path:
        """The key under which pushed files lie in quarantine; mode 0600."""
        return self.path / "secrets" / "quarantine.key"

    @property
    def pseudonym_key_file(self) -> Path:
        """The key that turns subscriber addresses into pseudonyms; mode 0600."""
        return self.path / "secrets" / "pseudonym.key"

    @property
    def allow_lists(self) -> Path:
        """The operator's own allow-lists, read at every detection."""
        return self.path / "allow"

    @property
    def audit_file(self) -> Path:
        """Who did what; only ever longer."""
        return self.path / "audit.jsonl"

    @property
    def audit_checkpoints_file(self) -> Path:
        """Signed statements of how far the audit reached."""
        return self.path / "audit-checkpoints.jsonl"

    @property
    def audit_key_file(self) -> Path:
        """The private key that signs them; mode 0600."""
        return self.path / "secrets" / "audit.key"

    @property
    def audit_public_file(self) -> Path:
        """Its public half, to hand out."""
        return self.path / "audit-public.pem"

    @property
    def scheduler_lock(self) -> Path:
        """Held by the one process that runs jobs by the clock."""
        return self.path / "jobs.lock"

    @property
    def state(self) -> str | Path:
        """Where the state is: `state.db`, or the database that the settings name."""
        return self.settings.state.url or self.state_file

    @property
    def acts_file(self) -> Path:
        """What each outlet does (`noroshi readiness outlet`)."""
        return self.path / "outlet.json"

    @property
    def warning_lists(self) -> Path:
        """The operator's own warning lists (MISP's JSON), read again when a file changes."""
        return self.path / "warning-lists"

    @property
    def held_data(self) -> Path:
        """Data of others that was fetched or read in."""
        return self.path / "data"

    def held(self, name: str) -> Path:
        """The same of one name: `origin.json` and `files/`."""
        return self.held_data / name

    @property
    def held_warning_lists(self) -> Path:
        """Warning lists of others, exchanged whole."""
        return self.held("warning-lists") / FILES

    @property
    def recog(self) -> Path | None:
        """Recog's databases: where the settings say, or else those held; null for none."""
        if self.settings.iot.recog:
            return self.path / self.settings.iot.recog
        held = self.held("recog") / FILES
        return held if held.is_dir() else None

    @property
    def scope_key_file(self) -> Path:
        """The key that signs scopes of surveys, where this house is the authority; mode 0600."""
        return self.path / "secrets" / "scope.key"

    @property
    def authorities(self) -> Path:
        """Public keys (`*.pub`) of those who may allow a survey."""
        return self.path / "authorities"

    @property
    def surveys(self) -> Path:
        """Rounds of surveys: `SCOPE-DIGEST/ROUND/`, with their books and results."""
        return self.path / "surveys"

    @property
    def resurvey_file(self) -> Path:
        """The round of looks that the clock began and has not ended."""
        return self.surveys / "looks.json"

    @property
    def devices_file(self) -> Path:
        """Devices that identification named, one JSON object a line; holds no address."""
        return self.path / "iot-devices.jsonl"

    @property
    def case_key_file(self) -> Path:
        """The key of line names, tracking numbers and the draw of arms; mode 0600."""
        return self.path / "secrets" / "cases.key"

    @property
    def notice_templates(self) -> Path:
        """The operator's own templates of notices, which come before the shipped ones."""
        return self.path / "notices"

    @property
    def survey_key_file(self) -> Path:
        """The key of sequence numbers, by which answers are known; mode 0600."""
        return self.path / "secrets" / "survey.key"

    @cached_property
    def settings(self) -> "Settings":
        """What `noroshi.toml` and the environment say."""
        from noroshi.spine.home.settings import read_settings  # noqa: PLC0415  # models load when used

        return read_settings(self.settings_file)

    def create(self) -> "Home":
        """Make the directory and what every command needs; safe to run again.

        Raises:
            ConfigError: The directory cannot be made or written.
        """
        try:
            for folder in (
                self.path,
                self.flows,
                self.spill,
                self.evidence,
                self.allow_lists,
                self.warning_lists,
            ):
                folder.mkdir(parents=True, exist_ok=True)
            self.pseudonym_key_file.parent.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"the home {self.path} cannot be made: {error.strerror}") from error
        return self
