"""Judge: evidence in, explained and calibrated findings out."""
