"""Load: export datagrams of every version, as many and as fast as a collector is to be tried with.

The flows look like an Internet provider's in kind and number, and mean nothing: no household, no
botnet, no day. `noroshi.lab.export` sends what a made day holds; this fills a line.
"""

from noroshi.lab.load.load import Kind, Load
from noroshi.lab.load.stream import Chunk, Stream

__all__ = ["Chunk", "Kind", "Load", "Stream"]
