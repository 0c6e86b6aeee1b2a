"""`--year`: this fiscal year where nobody says."""

from noroshi.cli.kpi.fiscal import year_of
from noroshi.spine.model import fiscal_year


def test_without_a_year_the_present_one_is_meant():
    year, at = year_of(None)
    assert year == fiscal_year(at)
    assert year_of(2025)[0] == 2025
