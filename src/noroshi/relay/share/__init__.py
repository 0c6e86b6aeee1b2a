"""Share: indicators in, the words of each consumer out."""

from noroshi.relay.share.registry import RENDERERS
from noroshi.relay.share.renderer import Edition, Renderer

__all__ = ["RENDERERS", "Edition", "Renderer"]
