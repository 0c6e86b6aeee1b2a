"use strict";
const WORDS = {
  en: { title: "Flow collector", losses: "Losses", way: "On the way to the lake", exporters: "Exporters", sessions: "Sessions over TCP and TLS",
    stale: "The collector does not answer; these are its last counts.", other: "日本語", at: "as of",
    socket: "Socket", sequence: "Sequence", spool: "Spool", socketHint: "kernel buffer full", sequenceHint: "gaps in exporters' numbers", spoolHint: "disk share full",
    datagrams: "Datagrams", refused: "Refused", waiting: "Waiting in the spool", rows: "Rows in the lake", restarts: "Decoder restarts", unread: "Records refused",
    exporter: "Exporter", rate: "Datagrams/s", mbit: "Mbit/s", lost: "Lost", anew: "Restarts", none: "none yet",
    transport: "Transport", client: "Client", since: "Since", messages: "Messages", octets: "Octets", paused: "Held up", yes: "yes", no: "no" },
  ja: { title: "フロー収集器", losses: "損失", way: "レイクまで", exporters: "エクスポータ", sessions: "TCP と TLS のセッション",
    stale: "収集器の応答がありません。最後の計数を示しています。", other: "English", at: "時点：",
    socket: "ソケット", sequence: "番号の穴", spool: "スプール", socketHint: "カーネルのバッファあふれ", sequenceHint: "エクスポータの番号の欠け", spoolHint: "ディスクの割り当て超過",
    datagrams: "データグラム", refused: "断った数", waiting: "スプールで待つ量", rows: "レイクの行", restarts: "復号器の再起動", unread: "断ったレコード",
    exporter: "エクスポータ", rate: "データグラム/秒", mbit: "Mbit/秒", lost: "損失", anew: "再起動", none: "まだありません",
    transport: "方式", client: "クライアント", since: "開始", messages: "メッセージ", octets: "オクテット", paused: "待たせている", yes: "はい", no: "いいえ" },
};
let language = localStorage.getItem("language") || (navigator.language.startsWith("ja") ? "ja" : "en");
let last = null;
const at = (id) => document.getElementById(id);
const text = (key) => WORDS[language][key];
const number = (value, digits = 0) => value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
function made(tag, content, name) {
  const element = document.createElement(tag);
  element.textContent = content;  // never as HTML: names come from the network
  if (name) element.className = name;
  return element;
}
function tile(title, value, hint, name) {
  const box = document.createElement("div"), figure = made("dd", value, name);
  if (hint) figure.append(made("small", hint));
  box.append(made("dt", title), figure);
  return box;
}
function heads(id, keys) {
  at(id).replaceChildren(...keys.map((key) => { const head = made("th", text(key)); head.scope = "col"; return head; }));
}
function rows(id, lines, columns) {
  const body = lines.map((cells) => {
    const row = document.createElement("tr"), head = made("th", cells[0]);
    head.scope = "row";
    row.append(head, ...cells.slice(1).map((cell) => cell instanceof Node ? cell : made("td", cell)));
    return row;
  });
  if (!body.length) { const row = document.createElement("tr"), cell = made("td", text("none")); cell.colSpan = columns; row.append(cell); body.push(row); }
  at(id).replaceChildren(...body);
}
const reasons = (counts) => Object.entries(counts).map(([reason, count]) => `${number(count)} ${reason}`).join(", ");
const total = (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);
function draw() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  at("language").textContent = text("other");
  at("language").lang = language === "ja" ? "en" : "ja";
  if (!last) return;
  at("at").textContent = `${text("at")} ${new Date(last.at).toLocaleString(language)}`;
  at("lost").replaceChildren(...["socket", "sequence", "spool"].map((kind) =>
    tile(text(kind), number(last.lost[kind]), text(`${kind}Hint`), last.lost[kind] ? "bad" : "good")));
  at("flow").replaceChildren(
    tile(text("datagrams"), number(last.received.datagrams)),
    tile(text("refused"), number(total(last.refused)), reasons(last.refused)),
    tile(text("waiting"), `${number(last.waiting.octets / 1048576, 1)} MiB`),
    tile(text("rows"), number(last.decoded.kept)),
    tile(text("unread"), number(total(last.decoded.refused)), reasons(last.decoded.refused)),
    tile(text("restarts"), number(last.decoder_restarts)));
  heads("heads", ["exporter", "rate", "mbit", "rows", "lost", "anew"]);
  rows("exporters", last.exporters.map((one) => [one.exporter, number(one.datagrams_per_s), number(one.mbit_per_s, 2), number(one.rows),
    made("td", number(one.lost), one.lost ? "bad" : ""), number(one.restarts)]), 6);
  at("sessions-part").hidden = !last.sessions.accepted && !total(last.sessions.refused);
  heads("session-heads", ["exporter", "transport", "client", "since", "messages", "octets", "paused"]);
  rows("sessions", last.sessions.open.map((one) => [`${one.exporter} :${one.port}`, one.transport.toUpperCase(), one.client, new Date(one.since).toLocaleString(language),
    number(one.messages), number(one.octets), text(one.paused ? "yes" : "no")]), 7);
}
async function refresh() {
  try {
    const answer = await fetch("/status.json", { signal: AbortSignal.timeout(4000) });
    if (!answer.ok) throw new Error(answer.status);
    last = await answer.json();
    at("stale").hidden = true;
    draw();
  } catch { at("stale").hidden = false; }
  setTimeout(refresh, 2000);
}
at("language").addEventListener("click", () => {
  language = language === "ja" ? "en" : "ja";
  localStorage.setItem("language", language);
  draw();
});
draw();
refresh();
