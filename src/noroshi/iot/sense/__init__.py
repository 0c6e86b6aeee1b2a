"""Sense: the closed catalogue of harmless probes."""

from noroshi.iot.sense.catalogue import CATALOGUE, CATALOGUE_VERSION, Probe, Transport

__all__ = ["CATALOGUE", "CATALOGUE_VERSION", "Probe", "Transport"]
