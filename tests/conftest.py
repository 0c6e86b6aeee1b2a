"""Certificates that tests make themselves: an authority, a server, clients."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
import structlog
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import create_engine, text

from noroshi.testing import postgres as postgres_server

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
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS fresh WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE fresh"))
    engine.dispose()
    return postgres_url.replace("/postgres?", "/fresh?")


@pytest.fixture(params=["sqlite", "postgres"])
def database_place(request, tmp_path):
    """Place of an empty database, of each kind in turn."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres")
    return tmp_path / "state.db"
