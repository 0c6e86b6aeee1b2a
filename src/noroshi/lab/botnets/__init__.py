"""Botnets: what infected devices do. One file per way of control.

Each function takes `(rng, world, window, herd)` and gives an `Infection`: its traffic and its truth.
Timing, ports and sizes are drawn from the seed; names of families are made up.
"""
