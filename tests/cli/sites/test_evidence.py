"""`noroshi sites evidence verify`: by the home's own key, or by another house's."""

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.evidence import evidence
from noroshi.sites.visit.evidence import write_package
from noroshi.spine.home import Home
from noroshi.spine.home.audit import public_pem
from noroshi.spine.model import ConfigError, InputError
from noroshi.testing.visits import PLAIN

SEED = b"s" * 32


@pytest.fixture
def key(tmp_path):
    """Public key of the house that signed."""
    private = tmp_path / "private.key"
    private.write_bytes(SEED)
    private.chmod(0o600)
    path = tmp_path / "public.pem"
    path.write_bytes(public_pem(private))
    return path


def verify(tmp_path, *options):
    place = write_package(PLAIN, tmp_path / "out", SEED)
    home = Home(tmp_path / "home").create()
    context = {"home": home.path, "verbose": False}
    return CliRunner().invoke(evidence, ["verify", str(place), *options], obj=context)


def test_another_house_s_evidence_is_checked_by_its_key(tmp_path, key):
    result = verify(tmp_path, "--key", str(key))
    assert result.exit_code == 0
    assert "hxxps://shop[.]example/ by mobile" in result.stdout


def test_without_any_key_it_says_which_is_missing(tmp_path):
    result = verify(tmp_path)
    assert isinstance(result.exception, ConfigError)
    assert "audit-public.pem" in str(result.exception)


def test_a_key_of_somebody_else_does_not_fit(tmp_path, key):
    other = tmp_path / "other.key"
    other.write_bytes(b"o" * 32)
    other.chmod(0o600)
    key.write_bytes(public_pem(other))
    result = verify(tmp_path, "--key", str(key))
    assert isinstance(result.exception, InputError)
    assert "signature" in str(result.exception)
