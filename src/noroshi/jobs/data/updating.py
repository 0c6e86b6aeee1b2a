"""Updating: data of others into the home, verified first and exchanged whole."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from noroshi.jobs.data.catalogue import Dataset
from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.home import Home
from noroshi.spine.home.bundle import BundleFile, files_in_folder, files_in_octets
from noroshi.spine.home.held_data import Origin, digest_of, hold, origin_of
from noroshi.spine.model import ConfigError, InputError, SourceError, rfc3339
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.http import Limits, Outbound

LIMITS = Limits(wait_s=30.0, total_s=900.0, size_bytes=128 * 1024 * 1024, redirects=5)
OWNER = "cli:owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """What an update did.

    Attributes:
        dataset: Which data.
        origin: What is held now.
        changed: Whether that differs from what was held before.
        bad: Why files were left out, by name.
    """

    dataset: Dataset
    origin: Origin
    changed: bool
    bad: Mapping[str, str]


def update(
    home: Home,
    dataset: Dataset,
    *,
    source: str | None,
    sha256: str | None = None,
    at: datetime,
) -> Updated:
    """Fetch or read data, check every file, and let it take the place of the old.

    Args:
        home: Where to.
        dataset: Which.
        source: A URL, a file, a tar or a folder; null for the settings' URL.
        sha256: What the archive or file must have, in hex; for a folder it cannot be told.
        at: Now.

    Raises:
        InputError: The URL may not be asked.
        SourceError: The source is unwell, damaged, not what its digest says, or none of the data.
        ConfigError: A path cannot be read, or the home not written.
    """
    source = source or dataset.url(home.settings.data)
    files, bad = _checked(dataset, _read(home, source, sha256), source)
    digest = digest_of(files)
    before = origin_of(home.held(dataset.name))
    origin = Origin(
        source=source,
        sha256=digest,
        fetched_at=rfc3339(at),
        files=len(files),
        octets=sum(map(len, files.values())),
        refused=dict(Counter(bad.values())),
    )
    hold(home.held(dataset.name), files, origin)
    trail_of(home, lambda: at).note(OWNER, "data.update", dataset.name, {"sha256": digest})
    return Updated(
        dataset=dataset,
        origin=origin,
        changed=before is None or before.sha256 != digest,
        bad=bad,
    )


def _read(home: Home, source: str, sha256: str | None) -> Iterable[BundleFile]:
    if source.startswith(("http://", "https://")):
        octets = _fetched(home, source)
    else:
        path = Path(source)
        if path.is_dir():
            if sha256:
                raise ConfigError(f"{source} is a folder, which has no digest; leave --sha256 out")
            return files_in_folder(path)
        octets = _read_file(path)
    made = hashlib.sha256(octets).hexdigest()
    if sha256 and made != sha256.lower():
        raise SourceError(f"{source} has SHA-256 {made}, not the one given; nothing was taken")
    return files_in_octets(octets, source)


def _fetched(home: Home, url: str) -> bytes:
    outbound = Outbound(limits=LIMITS, destinations=Destinations(allow=home.settings.data.allow))
    answer = outbound.get(url)
    if answer.status != 200:
        raise SourceError(f"{url} answers {answer.status}; what is held stays")
    return answer.body


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            octets = file.read(LIMITS.size_bytes + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    if len(octets) > LIMITS.size_bytes:
        raise SourceError(f"{path} has more than {LIMITS.size_bytes:,} octets")
    return octets


def _checked(
    dataset: Dataset, bundle: Iterable[BundleFile], source: str
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Good files by name, and why each other one is left out."""
    there: dict[PurePosixPath, bytes] = {one.path: one.octets for one in bundle}
    good: dict[str, bytes] = {}
    bad: dict[str, str] = {}
    for path, name in sorted(dataset.pick(there).items()):
        if name in good:
            bad[str(path)] = "another file has the same name"
            continue
        try:
            dataset.check(name, there[path])
        except InputError as error:
            bad[str(path)] = str(error)
        else:
            good[name] = there[path]
    if not good:
        why = f"; {next(iter(bad.values()))}" if bad else ""
        raise SourceError(f"{source} holds no {dataset.name} that can be read{why}")
    return good, bad
