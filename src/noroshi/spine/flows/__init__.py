"""Flows in: importers and decoders write the lake; analyses read it as a table."""
