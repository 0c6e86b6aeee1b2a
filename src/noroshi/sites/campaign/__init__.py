"""Campaign: which pages come from the same hand, and why."""

from noroshi.sites.campaign.cluster import Campaign, Link, campaigns_of, like
from noroshi.sites.campaign.trace import Trace, path_template, trace_of

__all__ = ["Campaign", "Link", "Trace", "campaigns_of", "like", "path_template", "trace_of"]
