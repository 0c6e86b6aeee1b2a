"""Analyse: whole tables of routes against whole tables of VRPs."""
