"""Flags: how Chromium is told to keep to its proxy and to itself."""

FEATURES_OFF = (
    "AimEnabled",
    "AutofillServerCommunication",
    "CertificateTransparencyComponentUpdater",
    "DialMediaRouteProvider",
    "DnsOverHttps",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "InterestFeedContentSuggestions",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PreconnectToSearch",
    "Prerender2",
    "SegmentationPlatform",
    "SpareRendererForSitePerProcess",
    "Translate",
    "WebRtcHideLocalIpsWithMdns",
)
"""Each would talk to somebody by itself: Google, or by multicast the local network; or ask for
another address than the reported one (HTTPS upgrades). The spare renderer is a process that a visit of
one page never needs."""

NOWHERE = "http://127.0.0.1:9"
"""Proxy of whatever is not a visit: the discard port, where nothing listens."""

LAUNCH_FLAGS = (
    # Names are resolved by the egress only; the proxy itself is an address, and stays reachable.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--dns-prefetch-disable",
    "--disable-quic",
    # Without a proxy for UDP this leaves WebRTC nothing to send with.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--no-pings",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-notifications",
    "--disable-speech-api",
    "--disable-file-system",
    "--disable-print-preview",
    "--disable-gpu",
    "--deny-permission-prompts",
    "--block-new-web-contents",
    "--mute-audio",
    "--no-first-run",
    "--disable-blink-features=AutomationControlled",
    "--js-flags=--max-old-space-size=384",
    f"--disable-features={','.join(FEATURES_OFF)}",
)

DROPPED_DEFAULTS = ("--disable-popup-blocking", "--enable-automation", "--allow-pre-commit-input")
"""What Playwright would add: the first opens every window, the second tells pages who looks."""
