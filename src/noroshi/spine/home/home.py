"""Home: the one directory that holds all state of an installation."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from noroshi.spine.home.settings import Settings, read_settings
from noroshi.spine.model import ConfigError

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
    def evidence(self) -> Path:
        """Pages and files that explain findings."""
        return self.path / "evidence"

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
    def warning_lists(self) -> Path:
        """The operator's own warning lists (MISP's JSON), read again when a file changes."""
        return self.path / "warning-lists"

    @cached_property
    def settings(self) -> Settings:
        """What `noroshi.toml` and the environment say."""
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
