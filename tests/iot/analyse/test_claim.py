"""Claims: a device outranks its software, and general systems say nothing of a maker."""

from noroshi.iot.analyse.claim import Aspect, claims_of


def best(**values):
    named = {name.replace("__", "."): value for name, value in values.items()}
    return max(claims_of(named), key=lambda claim: claim.rank)


def test_a_device_outranks_the_service_on_it():
    claim = best(
        hw__vendor="Maker", hw__product="M1", service__vendor="Other", service__product="d"
    )
    assert (claim.aspect, claim.vendor, claim.product) == (Aspect.DEVICE, "Maker", "M1")


def test_the_firmware_s_version_is_the_device_s():
    assert best(hw__vendor="Maker", hw__product="M1", os__version="3").version == "3"
    other = best(hw__vendor="Maker", hw__product="M1", os__vendor="Linux", os__version="3")
    assert other.version == ""


def test_the_system_of_an_appliance_outranks_a_service_and_a_general_one_does_not():
    common = {
        "service__vendor": "S",
        "service__product": "s",
        "os__vendor": "O",
        "os__product": "o",
    }
    assert best(**common, os__device="Router").vendor == "O"
    assert best(**common, os__device="General").vendor == "S"


def test_a_system_of_its_maker_s_own_machines_tells_the_maker():
    told = {"os__vendor": "MikroTik", "os__product": "RouterOS"}
    assert best(**told).about_device
    assert not best(os__vendor="Microsoft", os__product="Windows").about_device
    assert not best(os__vendor="Sun", os__product="Solaris").about_device


def test_weaknesses_are_looked_for_under_the_firmware_first():
    claim = best(
        hw__vendor="M", hw__product="m", hw__cpe23="cpe:/h:m:m:-", os__cpe23="cpe:/o:m:m_firmware:1"
    )
    assert [cpe.part for cpe in claim.cpes] == ["o", "h"]


def test_parameters_without_names_claim_nothing():
    assert list(claims_of({"service.certainty": "0.0", "host.name": "x"})) == []
