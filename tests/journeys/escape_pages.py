"""Pages that try to get out: to an inner address, to a file, past the proxy, or at our hands."""

FORBIDDEN = (
    "169.254.169.254",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "[::1]",
    "localhost",
    "127.0.0.1",
    "127.1",
    "0.0.0.0",
    "0x7f000001",
    "2130706433",
    "0177.0.0.1",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::a00:1]",
    "[2002:a00:1::1]",
    "[fd00::1]",
    "[fe80::1]",
    "[::]",
    "[::127.0.0.1]",
    "[::ffff:7f00:1]",
    "0",
    "017700000001",
    "192.168.257",
    "127。0。0。1",
    "localhost.",
    "a.localhost",
    "printer.local",
    "router.home.arpa",
    "db.internal",
    "inside.example",
    "mixed.example",
    "rebind.example",
    "router.lan",
)
INNER = "http://10.0.0.1/secret"
PAYLOAD = "DUMMY-PAYLOAD-THAT-MUST-NOT-LIE-ABOUT"
WATCH = """<form action=/typed method=post><input name=u><input type=password name=p></form>
<script>for (const e of ['keydown','keypress','keyup','beforeinput','input','submit'])
addEventListener(e, () => fetch('/typed?' + e), true)</script>"""


def script(text):
    return f"{WATCH}<script>{text}</script>"


def saving(kind, name):
    return script(
        "const a = document.createElement('a');"
        f"a.href = {kind}; a.download = '{name}'; document.body.append(a); a.click()"
    )


REDIRECTS = {
    "redirect-inner": INNER,
    "redirect-metadata": "http://169.254.169.254/latest/meta-data/",
    "redirect-loopback-port": "http://127.0.0.1:6379/",
    "redirect-file": "file:///etc/passwd",
    "redirect-data": "data:text/html,<script>fetch('http://10.0.0.1/')</script>",
    "redirect-name-inside": "http://inside.example/",
    "redirect-mail-port": "http://outside.example:25/",
    "redirect-ssh-port": "http://outside.example:22/",
    "redirect-ftp": "ftp://10.0.0.1/",
    "redirect-basic-auth": "http://outside.example@10.0.0.1/",
    "redirect-loop": "/redirect-loop",
    "redirect-mapped": "http://[::ffff:169.254.169.254]/latest/meta-data/",
    "redirect-decimal": "http://2852039166/latest/meta-data/",
    "redirect-websocket": "ws://10.0.0.1/",
    "redirect-rebind": "http://rebind.example/secret",
}

PAGES = {
    "meta-refresh": f"<meta http-equiv=refresh content='0;url={INNER}'>",
    "iframe": f"{WATCH}<iframe src='{INNER}'></iframe><iframe src='file:///etc/passwd'></iframe>",
    "image": f"{WATCH}<img src='{INNER}'><img src='http://[::1]/x'><img src=//inside.example/x>",
    "stylesheet": f"{WATCH}<link rel=stylesheet href='{INNER}'><style>@import '{INNER}'</style>",
    "object": f"{WATCH}<object data='{INNER}'></object><embed src='{INNER}'>",
    "video": f"{WATCH}<video src='{INNER}' autoplay></video><audio src='{INNER}' autoplay></audio>",
    "fetch": script(f"fetch('{INNER}', {{mode: 'no-cors'}}).then(() => fetch('/reached'))"),
    "xhr": script(f"const x = new XMLHttpRequest(); x.open('GET', '{INNER}'); x.send()"),
    "websocket": script("new WebSocket('ws://10.0.0.1/').onopen = () => fetch('/reached')"),
    "secure-websocket": script("new WebSocket('wss://10.0.0.1/'); new WebSocket('ws://[::1]:80/')"),
    "keepalive": script(
        f"onpagehide = () => fetch('{INNER}', {{keepalive: true, mode: 'no-cors', method: 'POST'}});"
        f"fetch('{INNER}', {{keepalive: true, mode: 'no-cors'}}); location = '/plain'"
    ),
    "favicon": f"{WATCH}<link rel=icon href='{INNER}'><link rel=apple-touch-icon href='{INNER}'>",
    "manifest": f"{WATCH}<link rel=manifest href='{INNER}'>",
    "module": f"{WATCH}<link rel=modulepreload href='{INNER}'><script type=module>import('{INNER}')</script>",
    "import-map": f'{WATCH}<script type=importmap>{{"imports": {{"x": "{INNER}"}}}}</script>'
    "<script type=module>import('x')</script>",
    "font": f"{WATCH}<style>@font-face {{font-family: x; src: url('{INNER}')}} p {{font-family: x}}</style><p>words",
    "svg": f"{WATCH}<svg><use href='{INNER}#a'/><image href='{INNER}'/><feImage href='{INNER}'/></svg>",
    "css-image": f"{WATCH}<style>body {{background: url('{INNER}'); cursor: url('{INNER}'), auto}}</style>",
    "image-set": f"{WATCH}<img srcset='{INNER} 1x, {INNER}?2 2x'><picture><source srcset='{INNER}'></picture>",
    "base": f"<base href='{INNER}'>{WATCH}<img src='/x'><script src='y.js'></script>",
    "document-domain": script(
        "document.cookie = 'a=b; domain=10.0.0.1'; fetch('http://10.0.0.1/', {credentials: 'include', mode: 'no-cors'})"
    ),
    "websocket-redirect": script("new WebSocket('ws://outside.example/redirect-inner')"),
    "fetch-trace": script(
        f"fetch('{INNER}', {{method: 'TRACE'}}).catch(() => fetch('{INNER}', {{method: 'PUT', mode: 'cors'}}))"
    ),
    "private-network-preflight": script(
        f"fetch('{INNER}', {{targetAddressSpace: 'private', headers: {{x: 'y'}}}}).catch(() => {{}})"
    ),
    "event-source": script(f"new EventSource('{INNER}')"),
    "beacon": script(f"navigator.sendBeacon('{INNER}', 'x')"),
    "ping": f"{WATCH}<a id=a href='#x' ping='{INNER}'>x</a><script>a.click()</script>",
    "web-transport": script("new WebTransport('https://10.0.0.1:443/')"),
    "webrtc": script(
        "for (const urls of ['stun:10.0.0.1:3478', 'stun:203.0.113.99:3478',"
        " 'turn:10.0.0.1:3478', 'turn:203.0.113.99:3478?transport=tcp', 'stun:stun.example'])"
        "{ const c = new RTCPeerConnection({iceServers: [{urls, username: 'u', credential: 'p'}]});"
        "c.createDataChannel('x'); c.createOffer().then(o => c.setLocalDescription(o)) }"
    ),
    "webrtc-candidate": script(
        "const c = new RTCPeerConnection(), d = new RTCPeerConnection();"
        "c.createDataChannel('x'); c.createOffer().then(async o => { await c.setLocalDescription(o);"
        "await d.setRemoteDescription(o); await d.setLocalDescription(await d.createAnswer());"
        "await d.addIceCandidate({candidate:"
        "'candidate:1 1 udp 2130706431 10.0.0.1 3478 typ host', sdpMid: '0'}) })"
    ),
    "dns-prefetch": f"{WATCH}<link rel=dns-prefetch href='//leak.example'><a href='//l2.example'>x</a>",
    "preconnect": f"{WATCH}<link rel=preconnect href='http://10.0.0.1'><link rel=prefetch href='{INNER}'>",
    "prerender": script(
        "const s = document.createElement('script'); s.type = 'speculationrules';"
        f"s.text = JSON.stringify({{prerender: [{{urls: ['{INNER}']}}]}}); document.head.append(s)"
    ),
    "service-worker": script("navigator.serviceWorker?.register('/worker.js')"),
    "shared-worker": script(
        f"new Worker(URL.createObjectURL(new Blob([\"fetch('{INNER}',{{mode:'no-cors'}})\"])))"
    ),
    "file": script("location = 'file:///etc/passwd'; open('file:///etc/passwd')"),
    "chrome": script("location = 'chrome://settings'; open('chrome://version')"),
    "view-source": script(
        f"open('view-source:{INNER}'); location = 'view-source:file:///etc/passwd'"
    ),
    "devtools": script("location = 'devtools://devtools/bundled/inspector.html'"),
    "intent": script(
        f"location = 'intent://10.0.0.1/#Intent;scheme=http;S.browser_fallback_url={INNER};end'"
    ),
    "other-schemes": script(
        "for (const u of ['mailto:a@b.example', 'tel:110', 'sms:110', 'ssh://10.0.0.1', 'smb://10.0.0.1/x',"
        " 'ms-word:ofe|u|http://10.0.0.1/x.docx', 'javascript:alert(1)']) { try { location = u } catch {} }"
    ),
    "data-navigation": script(f"location = 'data:text/html,<img src={INNER}>'"),
    "blob-frame": script(
        f"const f = document.createElement('iframe'); f.src = URL.createObjectURL(new Blob([\"<img src='{INNER}'>\"],"
        "{type: 'text/html'})); document.body.append(f)"
    ),
    "srcdoc": f"{WATCH}<iframe srcdoc=\"<img src='{INNER}'>\"></iframe>",
    "form-post": f"<form id=f action='{INNER}' method=post><input name=p value=x></form><script>f.submit()</script>",
    "download-inner": saving(f"'{INNER}'", "x.exe"),
    "download-blob": saving(f"URL.createObjectURL(new Blob(['{PAYLOAD}']))", "../../escape.exe"),
    "download-data": saving(f"'data:application/octet-stream,{PAYLOAD}'", "/etc/cron.d/x"),
    "download-storm": script(
        "for (let i = 0; i < 50; i++) { const a = document.createElement('a');"
        f"a.href = URL.createObjectURL(new Blob(['{PAYLOAD}' + i])); a.download = i + '.exe'; a.click() }}"
    ),
    "alert-loop": f"{WATCH}<script>while (true) alert('your machine is infected')</script>",
    "prompt": script("prompt('password?'); confirm('install?')"),
    "popup-storm": script("for (let i = 0; i < 40; i++) open('/plain?' + i)"),
    "popup-inner": script(f"open('{INNER}'); open('http://127.0.0.1:6379/')"),
    "before-unload": script("onbeforeunload = () => 'stay'; location = '/plain'"),
    "print": script("print(); setInterval(print, 10)"),
    "permissions": script(
        "navigator.geolocation.getCurrentPosition(() => {}); Notification.requestPermission();"
        "navigator.mediaDevices?.getUserMedia({audio: true, video: true}).catch(() => {});"
        "navigator.usb?.requestDevice({filters: []}).catch(() => {}); navigator.requestMIDIAccess?.()"
    ),
    "pickers": script(
        "showSaveFilePicker?.().catch(() => {}); showDirectoryPicker?.().catch(() => {})"
    ),
    "busy-loop": f"{WATCH}<script>setTimeout(() => {{ while (true); }}, 50)</script>",
    "memory": script("const held = []; for (;;) held.push(new Uint8Array(1e7).fill(1))"),
    "history-storm": script("for (let i = 0; ; i++) history.pushState(0, '', '/x' + i)"),
    "proxy-scripts": script(
        "for (const u of ['http://wpad/wpad.dat', 'http://wpad.lan/wpad.dat', 'http://router.lan/proxy.pac'])"
        " fetch(u, {mode: 'no-cors'}).catch(() => {})"
    ),
    "resolver-over-https": script(
        "fetch('https://10.0.0.1/dns-query?dns=AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB').catch(() => {})"
    ),
    "rebinding": script(
        "setTimeout(() => fetch('http://rebind.example/inner', {mode: 'no-cors'}), 100)"
    ),
    "every-spelling": script(
        f"for (const h of {[h for h in FORBIDDEN if h != 'rebind.example']!r}) fetch('http://' + h + '/secret', {{mode: 'no-cors'}})"
        ".then(() => fetch('/reached?' + h), () => {})"
    ),
}
"""By name; the path of the page is the name."""

FILES = ("attachment", "zip-bomb", "huge", "alt-svc", "link-header")
"""Answers whose octets or heads the range makes itself."""

_HTML, _WORDS = "text/html; charset=utf-8", b"<p>words"
ANSWERS = {
    "proxy-login": (
        "407 Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="x"\r\n', _HTML, _WORDS,
    ),
    "login-box": ("401 Unauthorized", 'WWW-Authenticate: Basic realm="x"\r\n', _HTML, _WORDS),
    "ntlm-box": ("401 Unauthorized", "WWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\n", _HTML, _WORDS),
    "misdirected": ("421 Misdirected Request", 'Alt-Svc: h2="10.0.0.1:443"\r\n', _HTML, _WORDS),
    "policy-report": (
        "200 OK",
        "Content-Security-Policy: img-src 'none'; report-uri http://10.0.0.1/csp\r\n",
        _HTML, b"<img src=/x>",
    ),
    "early-refresh": ("200 OK", "Refresh: 0; url=http://169.254.169.254/latest/\r\n", _HTML, _WORDS),
    "content-location": ("200 OK", "Content-Location: http://10.0.0.1/\r\nSourceMap: http://10.0.0.1/m\r\n", _HTML, _WORDS),
    "xml-style": (
        "200 OK", "", "text/xml",
        b"<?xml version='1.0'?><?xml-stylesheet href='http://10.0.0.1/x.xsl' type='text/xsl'?><x/>",
    ),
    "xml-entity": (
        "200 OK", "", "application/xml",
        b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y SYSTEM 'http://10.0.0.1/'>]><x>&x;&y;</x>",
    ),
}  # fmt: skip
"""Answers by status, further heads, type and body."""
