"""Maker: counts by model and version, and the signs of each provision."""

from noroshi.iot.report.maker import FEW, maker_row, makers_of
from noroshi.testing.devices import one_device


def counts_of(*devices):
    (maker,) = makers_of(devices, fewest=1)
    return {each.clause: count for each, count in maker.signs}


def test_few_devices_make_no_report():
    devices = [one_device(str(number), "alpha") for number in range(FEW)]
    assert [one.name for one in makers_of(devices)] == ["Example"]
    assert makers_of(devices[1:]) == ()
    assert makers_of([one_device("a", "alpha", vendor="")], fewest=1) == ()


def test_models_and_versions_are_counted():
    devices = [
        one_device("1", "alpha"),
        one_device("2", "alpha", version="2.0", kev=True),
        one_device("3", "beta", version="", eol="2020-01-01"),
        one_device("4", "beta", product="Camera", cves=[]),
    ]
    (maker,) = makers_of(devices)
    assert (maker.devices, maker.weak, maker.ended, maker.kev, maker.managed) == (4, 4, 1, 1, 4)
    router, camera = maker.models
    assert (router.devices, dict(router.versions), router.holes) == (3, {"1.0": 1, "2.0": 1}, 3)
    assert (camera.name, camera.cves) == ("Camera", ())
    assert maker_row(maker)["models"][0]["versions"] == {"1.0": 1, "2.0": 1}


def test_each_provision_has_its_sign():
    clean = {"trouble": "exposed", "cves": [], "services": ["tcp/9999"]}
    assert counts_of(one_device("a", "alpha", **clean)) == {
        "5.1": 0, "5.2": None, "5.3": 0, "5.5": 0, "5.6": 0,
    }  # fmt: skip
    weak = clean | {"trouble": "weak-credential"}
    assert counts_of(one_device("a", "alpha", **weak))["5.1"] == 1
    assert counts_of(one_device("a", "alpha", **clean | {"eol": "2020-01-01"}))["5.3"] == 1
    assert counts_of(one_device("a", "alpha", **clean | {"services": ["tcp/23"]}))["5.5"] == 1
    sealed = counts_of(one_device("a", "alpha", **clean | {"services": ["tcp/443"]}))
    assert (sealed["5.5"], sealed["5.6"]) == (0, 1)
