"""Commands of `noroshi kpi`."""
