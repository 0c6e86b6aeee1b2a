"""Settings: every key of `noroshi.toml`, with unit, default and meaning.

Environment variables override the file: `NOROSHI__C2__THRESHOLD=0.6` sets `[c2] threshold`.
"""

from pathlib import Path

from pydantic import ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from noroshi.spine.home.data_settings import DataSettings
from noroshi.spine.home.desk_settings import DeskSettings
from noroshi.spine.home.flow_settings import (
    C2Settings,
    CollectSettings,
    EngineSettings,
    FlowSettings,
    IotSettings,
    KafkaSettings,
    LakeSettings,
)
from noroshi.spine.home.hub_settings import (
    AccessSettings,
    HubSettings,
    JobSettings,
    MailSettings,
    NotifySettings,
    StateSettings,
)
from noroshi.spine.home.outlet_settings import OutletSettings
from noroshi.spine.home.share_settings import PeerSettings, ShareSettings, ZoneSettings
from noroshi.spine.home.site_settings import SitesSettings, WatchSettings
from noroshi.spine.home.visit_settings import VisitSettings
from noroshi.spine.model import ConfigError

ENVIRONMENT_LISTS = (
    "in the environment a list is JSON: NOROSHI__FLOWS__SUBSCRIBERS='[\"192.0.2.0/24\"]'"
)


class Settings(BaseSettings):
    """All settings of one installation."""

    model_config = SettingsConfigDict(
        env_prefix="NOROSHI__", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    flows: FlowSettings = FlowSettings()
    collect: CollectSettings = CollectSettings()
    kafka: KafkaSettings = KafkaSettings()
    lake: LakeSettings = LakeSettings()
    engine: EngineSettings = EngineSettings()
    c2: C2Settings = C2Settings()
    iot: IotSettings = IotSettings()
    desk: DeskSettings = DeskSettings()
    sites: SitesSettings = SitesSettings()
    watch: tuple[WatchSettings, ...] = ()
    share: ShareSettings = ShareSettings()
    peers: tuple[PeerSettings, ...] = ()
    zone: ZoneSettings = ZoneSettings()
    outlet: OutletSettings = OutletSettings()
    state: StateSettings = StateSettings()
    hub: HubSettings = HubSettings()
    jobs: JobSettings = JobSettings()
    access: AccessSettings = AccessSettings()
    mail: MailSettings = MailSettings()
    notify: NotifySettings = NotifySettings()
    visit: VisitSettings = VisitSettings()
    data: DataSettings = DataSettings()

    @field_validator("watch")
    @classmethod
    def _watch_by_own_names(cls, watch: tuple[WatchSettings, ...]) -> tuple[WatchSettings, ...]:
        if len({one.name for one in watch}) < len(watch):
            raise ValueError("two watchers have the same name")
        return watch

    @field_validator("peers")
    @classmethod
    def _have_own_names(cls, peers: tuple[PeerSettings, ...]) -> tuple[PeerSettings, ...]:
        if len({peer.name for peer in peers}) < len(peers):
            raise ValueError("two peers have the same name")
        return peers

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first, then what the home's file said (passed as init values)."""
        return env_settings, init_settings


def read_settings(path: Path) -> Settings:
    """The settings in a TOML file, or the defaults where there is no such file.

    Raises:
        ConfigError: The file is no TOML, or a key or value is wrong.
    """
    try:
        values = TomlConfigSettingsSource(Settings, path)() if path.is_file() else {}
        return Settings(**values)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"settings in {path} or the environment: {wrong}") from error
    except SettingsError as error:
        raise ConfigError(f"{error}; {ENVIRONMENT_LISTS}") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ConfigError(f"{path} is no TOML: {error}") from error
