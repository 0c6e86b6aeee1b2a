from noroshi.sites.judge.services import (
    CHECKED_SUFFIXES,
    FREE_HOSTING,
    LOGIN_AND_PAYMENT,
    SINKS,
    belongs,
)


def test_a_service_holds_what_lies_below_it() -> None:
    assert belongs("checkout.stripe.com", LOGIN_AND_PAYMENT)
    assert not belongs("stripe.com.evil.test", LOGIN_AND_PAYMENT)


def test_an_exercise_writes_services_below_reserved_names() -> None:
    assert belongs("x1.workers-dev.test", FREE_HOSTING)
    assert belongs("api.telegram.org.test", SINKS)
    assert not belongs("workers-dev.com", FREE_HOSTING)


def test_the_suffixes_of_checked_names_are_known() -> None:
    assert {"co.jp", "go.jp", "lg.jp"} <= CHECKED_SUFFIXES
