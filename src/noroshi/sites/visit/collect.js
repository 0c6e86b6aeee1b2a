// Runs in an isolated world: it shares the page's DOM, but none of the page's JavaScript.
// Gives what a person can see and where a person can type, frames of the same origin included.
(root, limit) => {
  const SECRETS = /^(hidden|submit|button|reset|image)$/;
  const LINKS = 2000, FIELDS = 300, BUTTONS = 60, NODES = 100000;
  const out = {title: "", html: "", text: "", fields: [], links: [], buttons: [], icon: "", hollow: 0};
  const links = new Set();
  const clean = (s, n) => String(s ?? "").replace(/\s+/g, " ").trim().slice(0, n);
  let seen = 0;

  const visible = (e) => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 &&
      e.checkVisibility({opacityProperty: true, visibilityProperty: true});
  };
  const label = (e) => {
    const words = [...(e.labels ?? [])].map((l) => l.textContent);
    for (const name of ["placeholder", "aria-label", "title"]) words.push(e.getAttribute(name));
    const by = e.getAttribute("aria-labelledby");
    if (by) words.push(e.getRootNode().getElementById?.(by)?.textContent);
    return clean(words.filter(Boolean).join(" "), 200);
  };
  const field = (e, kind) => {
    const form = e.form ?? e.closest("form");
    let action = "";
    if (form) {
      try {
        action = new URL(form.getAttribute("action") || e.ownerDocument.URL, e.baseURI).href;
      } catch { action = ""; }
    }
    out.fields.push({
      kind: clean(kind, 40), name: clean(e.getAttribute("name") || e.id, 200), label: label(e),
      autocomplete: clean(e.getAttribute("autocomplete"), 100), visible: visible(e),
      action: action.slice(0, 2000), method: form ? clean(form.method || "get", 10).toLowerCase() : "",
    });
  };
  const typed = (e) => e.matches("input, textarea, [contenteditable], [role=textbox]") &&
    !(e.localName === "input" && /^(hidden|submit|button|reset|image|checkbox|radio)$/.test(e.type));
  const button = (e, shift) => {
    const box = e.getBoundingClientRect(), form = e.form ?? e.closest("form");
    out.buttons.push({
      text: clean([e.innerText, e.value, e.getAttribute("aria-label"), e.title, e.id,
        e.labels?.[0]?.textContent].filter(Boolean).join(" "), 120),
      x: shift.x + box.x + box.width / 2, y: shift.y + box.y + box.height / 2,
      submits: Boolean(form && [...form.elements].some(typed)),
    });
  };
  const BUTTON = "button, input[type=button], input[type=submit], input[type=checkbox], " +
    "a[href], [role=button], [role=checkbox], [onclick]";

  const walk = (node, shift) => {
    for (const e of node.querySelectorAll("*")) {
      if (++seen > NODES) return;
      const name = e.localName;
      if (name === "input" && !SECRETS.test(e.type) && out.fields.length < FIELDS) field(e, e.type);
      else if (name === "textarea" || name === "select") {
        if (out.fields.length < FIELDS) field(e, name);
      } else if ((e.isContentEditable && !e.parentElement?.isContentEditable ||
          e.getAttribute("role") === "textbox") && out.fields.length < FIELDS) field(e, "editable");
      if ((name === "a" || name === "area") && e.href && links.size < LINKS) {
        const target = String(e.href.baseVal ?? e.href);
        links.add((target.startsWith("data:") ? target.split(",", 1)[0] : target).slice(0, 2000));
      }
      if (out.buttons.length < BUTTONS && e.matches(BUTTON) && visible(e)) button(e, shift);
      const inner = e.shadowRoot;
      if (inner) {
        roots.push(inner);
        walk(inner, shift);
        for (const child of inner.children) if (child.innerText) shadows.push(child.innerText);
      } else if (!e.firstChild && e.offsetHeight > 0 && /^(div|span|section|main|article|p|body)$|-/.test(name)) {
        out.hollow += 1;
      }
      if (name === "iframe" || name === "frame") {
        let inside = null;
        try { inside = e.contentDocument; } catch { inside = null; }
        if (inside?.documentElement) {
          const box = e.getBoundingClientRect();
          whole(inside, {x: shift.x + box.x, y: shift.y + box.y});
        }
      }
    }
  };
  let roots = [], shadows = [];
  const whole = (place, shift) => {
    const outer = [roots, shadows];
    roots = []; shadows = [];
    walk(place, shift);
    const element = place.documentElement;
    const open = element ? element.cloneNode(false).outerHTML.replace(/<\/[a-z0-9:-]+>$/i, "") : "";
    const html = element ? open + element.getHTML({shadowRoots: roots}) + "</html>"
      : place.getHTML({shadowRoots: roots});
    const text = [place.body?.innerText ?? place.textContent, ...shadows].join("\n");
    [roots, shadows] = outer;
    const head = place === root ? "" : `<!-- frame ${place.URL} -->\n`;
    pages.push({html: (head + html).slice(0, limit), text: text.slice(0, limit), first: place === root});
  };
  const pages = [];
  whole(root, {x: 0, y: 0});
  pages.sort((a, b) => Number(b.first) - Number(a.first));
  out.html = pages.map((p) => p.html).join("\n").slice(0, limit);
  out.text = pages.map((p) => p.text).filter(Boolean).join("\n").slice(0, limit);
  out.links = [...links];
  if (root.title !== undefined) {
    out.title = clean(root.title, 500);
    const icons = [...root.querySelectorAll("link[rel~=icon i]")].map((l) => l.href);
    out.icon = String(icons[0] ?? "").slice(0, 2000);
  }
  return out;
}
