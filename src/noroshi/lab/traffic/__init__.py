"""Traffic: what ordinary people and machines do. One function per behaviour.

Each takes `(rng, world, window, parameters)` and gives a `FlowBatch`; none knows of another, so one
can be read, changed or left out alone. Rates are per line and day.
"""
