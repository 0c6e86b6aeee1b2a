"""Share: indicators in, the words of each consumer out."""

from noroshi.relay.share.registry import FOLDERS, FORMATS, RENDERERS
from noroshi.relay.share.renderer import Document, Edition, Folder, Renderer

__all__ = ["FOLDERS", "FORMATS", "RENDERERS", "Document", "Edition", "Folder", "Renderer"]
