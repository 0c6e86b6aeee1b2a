"""Datagrams and files into the lake, and questions to it."""
