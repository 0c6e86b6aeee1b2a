"""Malicious web sites: which reported pages would harm a visitor?

`sense` takes URLs out of what people post, `analyse` measures a URL, `judge` tells which to visit
first, `evaluate` learns that order from labelled URLs and says how far it may be trusted.
"""
