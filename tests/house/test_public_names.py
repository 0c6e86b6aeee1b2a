"""`__all__` is honest: what a package promises exists, sorted, and nothing else looks public."""

import importlib
import pkgutil
from types import ModuleType

import pytest

import noroshi

PACKAGES = sorted(
    module.name for module in pkgutil.walk_packages(noroshi.__path__, "noroshi.") if module.ispkg
)


def promised(package: ModuleType) -> list[str]:
    return list(getattr(package, "__all__", []))


@pytest.mark.parametrize("name", ["noroshi", *PACKAGES])
def test_what_is_promised_exists_once(name: str) -> None:
    package = importlib.import_module(name)
    names = promised(package)
    assert [name for name in names if not hasattr(package, name)] == []
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["noroshi", *PACKAGES])
def test_what_a_package_imports_from_itself_it_promises(name: str) -> None:
    package = importlib.import_module(name)
    own = {
        public
        for public, value in vars(package).items()
        if not public.startswith("_")
        and not isinstance(value, ModuleType)
        and str(getattr(value, "__module__", "")).startswith("noroshi")
    }
    assert sorted(own - set(promised(package))) == []


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_says_what_it_is_for(name: str) -> None:
    assert (importlib.import_module(name).__doc__ or "").strip()
