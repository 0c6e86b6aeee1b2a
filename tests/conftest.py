"""What all tests share: no test is judged by time; certificates that they make themselves."""

import contextlib
import os
import shutil
import signal
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import get_ident

import pytest
import structlog
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import settings
from sqlalchemy import MetaData, create_engine, text

from noroshi.spine.store import Database
from noroshi.testing import postgres as postgres_server
from noroshi.testing.daemons import free_port, program

settings.register_profile("noroshi", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("noroshi")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # So a shell starts what runs in its background; tests and their programs do mind Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)

PEM = serialization.Encoding.PEM


class Authority:
    """Signs certificates into a folder."""

    def __init__(self, folder, name="authority"):
        self.folder, self.name = folder, name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.file = self._write(name, self.key, self._sign(self.subject, self.key, (), ca=True))[0]

    def issue(self, name, *alternatives, days=1):
        """A certificate and its key, as files."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        return self._write(name, key, self._sign(subject, key, alternatives, ca=False, days=days))

    def _sign(self, subject, key, alternatives, *, ca, days=1):
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=2))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if alternatives:
            names = [
                x509.IPAddress(ip_address(n)) if n[0].isdigit() else x509.DNSName(n)
                for n in alternatives
            ]
            made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return made.sign(self.key, hashes.SHA256())

    def _write(self, name, key, certificate):
        files = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        files[0].write_bytes(certificate.public_bytes(PEM))
        files[1].write_bytes(
            key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        files[1].chmod(0o600)
        return files


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def stranger(tmp_path_factory):
    """An authority that nobody believes."""
    return Authority(tmp_path_factory.mktemp("strange"), "stranger")


@pytest.fixture(scope="session")
def server_files(authority):
    return authority.issue("collector.example", "collector.example", "127.0.0.1")


@pytest.fixture(autouse=True)
def logs_outlive_no_test():
    """A test that starts logs gives them its own output, which is closed when it ends."""
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True, scope="session")
def copied_tables(tmp_path_factory):
    """Every new SQLite database starts as a copy of a migrated one: a copy takes a hundredth of the time.

    `bare` is for tests of what happens on the way there.
    """
    whole = tmp_path_factory.mktemp("migrated") / "state.db"
    opened = Database.open.__func__

    def copied(cls, place):
        if _is_new(place):
            beside = place.with_name(f"{place.name}.{get_ident()}")
            shutil.copy(whole, beside)
            # Unlike a move, a link replaces nothing that another thread put there.
            with contextlib.suppress(FileExistsError):
                os.link(beside, place)
            beside.unlink()
        return opened(cls, place)

    Database.open(whole).close()  # so that all is in the file, and nothing in the log beside it
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "open", classmethod(copied))
        yield opened


def _is_new(place):
    return isinstance(place, Path) and place.parent.is_dir() and not os.path.lexists(place)


@pytest.fixture
def bare(copied_tables, monkeypatch):
    """New databases are migrated from nothing, as outside of tests."""
    monkeypatch.setattr(Database, "open", classmethod(copied_tables))


@pytest.fixture(scope="session")
def postgres_url():
    """A PostgreSQL server of this test run."""
    if postgres_server.programs() is None:
        pytest.skip("PostgreSQL is not installed; apt-get install postgresql")
    with postgres_server.serving() as url:
        yield url


@pytest.fixture
def postgres(postgres_url):
    """URL of an empty PostgreSQL database."""
    return _database(postgres_url, "fresh")


@pytest.fixture(scope="session")
def emptied(postgres_url):
    """Empties a migrated PostgreSQL database and gives its URL: to make one anew takes a hundred times as long."""
    url, tables = _database(postgres_url, "migrated"), MetaData()
    Database.open(url).close()
    engine = create_engine(url)
    tables.reflect(engine)
    with engine.connect() as connection:
        sequences = connection.scalars(text("SELECT sequencename FROM pg_sequences")).all()
        read = {
            table: connection.execute(table.select()).mappings().all()
            for table in tables.sorted_tables
        }
    rows = {table: list(map(dict, found)) for table, found in read.items() if found}

    def empty():
        with engine.begin() as connection:
            connection.execute(text(_ALONE))
            # No trigger fires, so what only grows is emptied too.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in tables.sorted_tables:
                connection.execute(table.delete())
            for table, first in rows.items():
                connection.execute(table.insert(), first)
            for name in sequences:
                connection.execute(text(f"ALTER SEQUENCE {name} RESTART"))
        return url

    yield empty
    engine.dispose()


_ALONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def _database(server, name):
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgres"])
def empty_place(request, tmp_path):
    """Place of an empty database, of each kind in turn."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres")
    return tmp_path / "state.db"


@pytest.fixture(params=["sqlite", "postgres"])
def database_place(request, tmp_path):
    """Place of a database without rows, of each kind in turn."""
    if request.param == "postgres":
        return request.getfixturevalue("emptied")()
    return tmp_path / "state.db"


@pytest.fixture(scope="session")
def signed_world(tmp_path_factory):
    """A root, `test.` and many zones, signed well and badly."""
    from noroshi.testing.signed_world import make_world  # noqa: PLC0415  # few tests need it

    return make_world(tmp_path_factory.mktemp("signed") / "world", now=int(time.time()))


@pytest.fixture(scope="session")
def signed_primary(signed_world, tmp_path_factory):
    """Port of a Knot that serves the whole signed world."""
    from noroshi.testing.signed_servers import serving  # noqa: PLC0415

    if program("knotd") is None:
        pytest.skip("Knot is not installed; apt-get install knot")
    place, folder = ("127.0.0.1", free_port()), tmp_path_factory.mktemp("knot")
    with serving(signed_world, folder, listen=place, zones=signed_world.zones):
        yield place[1]


@pytest.fixture(scope="session")
def signed_resolver(signed_world, signed_primary, tmp_path_factory):
    """Port of an Unbound that validates the signed world."""
    from noroshi.testing.signed_servers import validating  # noqa: PLC0415

    if program("unbound") is None:
        pytest.skip("Unbound is not installed; apt-get install unbound")
    port, folder = free_port(), tmp_path_factory.mktemp("unbound")
    with validating(signed_world, folder, port=port, primary=signed_primary):
        yield port
