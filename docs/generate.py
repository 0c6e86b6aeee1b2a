"""Write the reference pages that come from the code: settings, flow columns, commands, errors.

`make docs` runs it; a test fails while a page on disk differs from what the code says.
"""

import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import get_args, get_origin

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from noroshi.c2.judge import shipped_weights
from noroshi.c2.judge.model import PRIOR_BIAS
from noroshi.c2.judge.terms import TERMS
from noroshi.cli.main import cli
from noroshi.console.metrics import HUB_METRICS
from noroshi.iot.sense import CATALOGUE, CATALOGUE_VERSION, Probe
from noroshi.relay.kpi import SHEETS
from noroshi.relay.kpi.wording import amount
from noroshi.sites.judge.terms import TERMS as PAGE_TERMS
from noroshi.sites.judge.weigh import PRIOR_BIAS as PAGE_BIAS
from noroshi.sites.judge.weigh import shipped_page_weights
from noroshi.spine.flows.collect import METRICS
from noroshi.spine.home import Settings
from noroshi.spine.model import (
    COUNTER_COLUMNS,
    FLOW_COLUMNS,
    Column,
    Element,
    Language,
    NoroshiError,
)

DOCS = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py from the code: change the code, then run `make docs`. -->"
NOTE_JA = "<!-- docs/generate.py がコードから書く。コードを直し、`make docs` を実行する。 -->"
HELP_WIDTH = 88


def sections() -> Iterator[tuple[str, type[BaseModel]]]:
    """Name and class of each section of the settings, in file order.

    A section that may come several times is a tuple in the settings and `[[name]]` in the file.
    """
    for name, field in Settings.model_fields.items():
        section = field.annotation
        if get_origin(section) is tuple:
            section = get_args(section)[0]
        assert isinstance(section, type)
        assert issubclass(section, BaseModel)
        yield name, section


def heading(name: str) -> str:
    """How a section starts in the file."""
    several = get_origin(Settings.model_fields[name].annotation) is tuple
    return f"## `[[{name}]]`" if several else f"## `[{name}]`"


def default_text(field: FieldInfo) -> str:
    """A default as TOML writes it; a dash for a key that must be given."""
    if field.default is PydanticUndefined:
        return "—"
    return f"`{json.dumps(field.default, ensure_ascii=False)}`"


def bounds_text(field: FieldInfo) -> str:
    """What a value may be, for example `0 … 1`."""
    known = {type(bound).__name__.lower(): bound for bound in field.metadata}
    low, high = getattr(known.get("ge"), "ge", None), getattr(known.get("le"), "le", None)
    return "" if low is None and high is None else f"{low} … {high}"


def settings_page() -> str:
    """Every key of `noroshi.toml`."""
    lines = [
        NOTE,
        "# Settings",
        "",
        "`noroshi.toml` in the [home](../explanation/architecture.md#the-home) holds them; every key",
        "has a default, so the file may be empty or absent. An environment variable wins over the",
        "file: `NOROSHI__C2__THRESHOLD=0.6` sets `threshold` in `[c2]`; lists are JSON. A key that is",
        "not listed here, or a value out of its range, stops every command with exit code 2 and a",
        "message that names it.",
    ]
    for name, section in sections():
        lines += [
            "",
            heading(name),
            "",
            "| key | default | range | meaning |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| `{key}` | {default_text(field)} | {bounds_text(field)} | {field.description} |"
            for key, field in section.model_fields.items()
        ]
    return "\n".join(lines) + "\n"


def settings_page_ja() -> str:
    """The same in Japanese; the words stand in `ja/settings.toml`."""
    words = tomllib.loads((DOCS / "ja" / "settings.toml").read_text(encoding="utf-8"))
    lines = [
        NOTE_JA,
        "# 設定",
        "",
        "[ホーム](../explanation/architecture.md#ホーム)の `noroshi.toml` に書く。すべてのキーに既定値がある",
        "ので、ファイルは空でも、なくてもよい。環境変数はファイルに優先する：`NOROSHI__C2__THRESHOLD=0.6` は",
        "`[c2]` の `threshold` を変える。リストは JSON で書く。ここにないキーや範囲外の値があると、どのコマンドも",
        "その名前を示して終了コード 2 で止まる。",
    ]
    for name, section in sections():
        lines += ["", heading(name), "", "| キー | 既定値 | 範囲 | 意味 |", "|---|---|---|---|"]
        lines += [
            f"| `{key}` | {default_text(field)} | {bounds_text(field)} | {words[name][key]} |"
            for key, field in section.model_fields.items()
        ]
    return "\n".join(lines) + "\n"


def element_text(element: Element) -> str:
    """An information element as `id` or `pen/id`."""
    return f"{element.pen}/{element.id}" if element.pen else str(element.id)


def column_row(column: Column) -> str:
    """One column as a line of the table."""
    cells = (
        f"`{column.name}`",
        column.type.value,
        column.unit,
        "" if column.nullable else "always",
        column.meaning,
        ", ".join(element_text(element) for element in column.ipfix),
        column.v5,
        column.sflow,
    )
    return "| " + " | ".join(cells) + " |"


def counters_page() -> str:
    """The counter table."""
    lines = [
        NOTE,
        "# Counter columns",
        "",
        "`noroshi flows collect` keeps the counter samples of sFlow agents: one row a sample, what the agent",
        "counted since it started. Files are Parquet (zstd), one folder an hour of receipt:",
        "`lake/counters/date=YYYY-MM-DD/hour=HH/NAME.parquet`. A counter that an agent does not keep is null.",
        "",
        "| column | type | unit | present | meaning | sFlow v5 |",
        "|---|---|---|---|---|---|",
    ]
    for column in COUNTER_COLUMNS:
        present = "" if column.nullable else "always"
        cells = (
            f"`{column.name}`",
            column.type.value,
            column.unit,
            present,
            column.meaning,
            column.sflow,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def columns_page() -> str:
    """The flow table."""
    lines = [
        NOTE,
        "# Flow columns",
        "",
        "One row is one flow record. Files are Parquet (zstd), one folder an hour of flow start:",
        "`lake/flows/date=YYYY-MM-DD/hour=HH/NAME.parquet`, in the order they came in. Times are UTC",
        "milliseconds without a zone. Names are IANA's information elements where one exists; NetFlow v9",
        "field types are the same numbers, and `29305/` marks reverse elements (RFC 5103).",
        "",
        "**Addresses** are two signed 64-bit columns ([why](../decisions/0002-addresses-as-two-integers.md)),",
        "the halves of the IPv6 address; IPv4 is `::ffff:a.b.c.d`, so its high half is 0 and its low half",
        "`0xffff << 32 | address`. Addresses of subscribers are pseudonyms; `subscriberSide` says which end",
        "they are (0 none, 1 source, 2 destination, 3 both).",
        "",
        "**Directions.** A row is unidirectional while both reverse counters are null, and a biflow (RFC 5103)",
        "when `reverseOctetDeltaCount` is set. If then `reversePacketDeltaCount` is null, the source counted",
        "the packets of both directions together, and `packetDeltaCount` holds their sum.",
        "",
        "**Counters are raw**: multiply by `samplingInterval` for an estimate. `samplingSource` says where the",
        "interval comes from (0 assumed, 1 the record, 2 a sampler, 3 options of the exporter, 4 the header,",
        "5 configured).",
        "",
        "| column | type | unit | present | meaning | IPFIX, v9 | NetFlow v5 | sFlow v5 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join(lines + [column_row(column) for column in FLOW_COLUMNS]) + "\n"


def commands(
    command: click.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """A command and all below it, in declared order."""
    yield path, command
    if not isinstance(command, click.Group):
        return
    context = click.Context(command, info_name=path[-1])
    for name in command.list_commands(context):
        if below := command.get_command(context, name):
            yield from commands(below, (*path, name))


def help_text(command: click.Command, path: tuple[str, ...]) -> str:
    """What `--help` prints, whatever the terminal."""
    context = click.Context(
        command,
        info_name=" ".join(path),
        terminal_width=HELP_WIDTH,
        max_content_width=HELP_WIDTH,
        help_option_names=cli.context_settings["help_option_names"],
    )
    return command.get_help(context)


def commands_page() -> str:
    """Every command's own help."""
    lines = [
        NOTE,
        "# Commands",
        "",
        "What `--help` says, of every command. With `--json` a command writes JSON Lines on standard",
        "output, one object a line and nothing else; logs and notices go to standard error.",
        "[Exit codes](errors.md) are the same for all.",
    ]
    for path, command in commands(cli, ("noroshi",)):
        lines += ["", f"## {' '.join(path)}", "", "```text", help_text(command, path), "```"]
    return "\n".join(lines) + "\n"


def errors_page() -> str:
    """Errors and exit codes."""
    drawing = (import_module(NoroshiError.__module__).__doc__ or "").strip()
    lines = [
        NOTE,
        "# Errors and exit codes",
        "",
        "| exit code | means | what to do |",
        "|---|---|---|",
        "| 0 | done | |",
        "| 1 | done, but some files or records were refused; their number is told | look at the reasons |",
        "| 2 | wrong use, or a wrong setting | the message names the option or key and the remedy |",
        "| 3 | something outside is unwell: disk, network, engine | mend it, run again: nothing doubles |",
        "| 130 | you stopped it | run again: what was complete is kept |",
        "",
        "In the library the same stands as exceptions in `noroshi.spine.model`:",
        "",
        "```text",
        drawing,
        "```",
    ]
    return "\n".join(lines) + "\n"


def metrics_page() -> str:
    """Metrics of the collector."""
    lines = [
        NOTE,
        "# Metrics",
        "",
        "What `noroshi flows collect` shows to Prometheus: at `/metrics` of `metrics_listen`",
        "([settings](settings.md#collect)), and in `metrics/collect.prom` of the home for node_exporter's",
        "textfile collector. Counters begin with 0 at each start. `/status.json` beside it holds what",
        "`--json` tells, with rates by exporter.",
        "",
        "| metric | type | label | meaning |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{m.full_name}` | {m.kind} | {f'`{m.label}`' if m.label else ''} | {m.meaning} |"
        for m in METRICS
    ]
    lines += [
        "",
        "## The hub",
        "",
        "What `/metrics` of the [hub](../how-to/run-the-hub.md#watch-it) shows to a token with the right",
        "`collection.read`; all are gauges.",
        "",
        "| metric | labels | meaning |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{m.full_name}` | {', '.join(f'`{label}`' for label in m.labels)} | {m.meaning} |"
        for m in HUB_METRICS
    ]
    return "\n".join(lines) + "\n"


def terms_table(language: str) -> str:
    """Every evidence term: what it is, which way it speaks, how strong it is, and its weights."""
    formulas = tomllib.loads((DOCS / "methods" / "terms.toml").read_text(encoding="utf-8"))
    shipped = shipped_weights()
    heads = {
        "en": "| code | term | sign | strength | prior | shipped |",
        "ja": "| コード | 根拠 | 符号 | 強さ | 事前 | 出荷 |",
    }
    bias = {"en": "Bias", "ja": "切片"}[language]
    lines = [heads[language], "|---|---|---|---|---|---|"]
    lines += [
        f"| `{term.code}` | {getattr(term.title, language)} | {'+' if term.sign > 0 else '−'} "
        f"| {formulas[term.code]} | {term.prior:g} | {shipped.terms[term.code]:.2f} |"
        for term in TERMS
    ]
    return "\n".join(
        [*lines, "", f"{bias}: {PRIOR_BIAS:g} → {shipped.bias:.2f} ({shipped.version})."]
    )


def page_terms_table(language: str) -> str:
    """The same of malicious pages, with the verdict that a term speaks for."""
    formulas = tomllib.loads((DOCS / "methods" / "page-terms.toml").read_text(encoding="utf-8"))
    shipped = shipped_page_weights()
    heads = {
        "en": "| code | term | sign | verdict | strength | prior | shipped |",
        "ja": "| コード | 根拠 | 符号 | 判定 | 強さ | 事前 | 出荷 |",
    }
    bias = {"en": "Bias", "ja": "切片"}[language]
    lines = [heads[language], "|---|---|---|---|---|---|---|"]
    lines += [
        f"| `{term.code}` | {getattr(term.title, language)} | {'+' if term.sign > 0 else '−'} "
        f"| {term.kind} | {formulas[term.code]} | {term.prior:g} | {shipped.terms[term.code]:.2f} |"
        for term in PAGE_TERMS
    ]
    cuts = f"{shipped.queue:g} / {shipped.share:g}"
    return "\n".join(
        [*lines, "", f"{bias}: {PAGE_BIAS:g} → {shipped.bias:.2f} ({shipped.version}); {cuts}."]
    )


def with_terms(name: str, language: str, table: Callable[[str], str] = terms_table) -> str:
    """A written page with its table of terms made anew."""
    return with_block(name, "terms", table(language))


def with_block(name: str, mark: str, text: str) -> str:
    """A written page with what stands between two marks made anew."""
    page = (DOCS / name).read_text(encoding="utf-8")
    before, opening, rest = page.partition(f"<!-- {mark} -->\n")
    _, closing, after = rest.partition(f"<!-- /{mark} -->\n")
    return f"{before}{opening}{text}\n{closing}{after}"


REPORTED = {"jpcert": "JPCERT/CC", "openphish": "OpenPhish", "tweetfeed": "TweetFeed"}
KINDS = {
    "all": {"en": "all", "ja": "全体"},
    "home_pages": {"en": "home pages", "ja": "トップページ"},
    "deep_links": {"en": "deep links", "ja": "奥のページ"},
}
HARMLESS = {
    "2fa": {"en": "2factorauth", "ja": "2factorauth"},
    "apple": {"en": "password-manager-resources", "ja": "password-manager-resources"},
    "atp": {"en": "AllThePlaces", "ja": "AllThePlaces"},
    "citizenlab": {"en": "Citizen Lab test lists", "ja": "Citizen Lab の試験リスト"},
    "hatebu": {"en": "Hatena bookmarks", "ja": "はてなブックマーク"},
    "jdm": {"en": "JustDeleteMe", "ja": "JustDeleteMe"},
    "jpopendata": {"en": "Japanese open data", "ja": "日本のオープンデータ"},
    "localgovjp": {"en": "Japanese local governments", "ja": "日本の自治体"},
    "tophosts": {"en": "top hosts (MISP lists)", "ja": "上位ホスト（MISP）"},
    "weekly": {"en": "ruanyf/weekly", "ja": "ruanyf/weekly"},
    "ytdlp": {"en": "yt-dlp", "ja": "yt-dlp"},
}


def triage_tables(language: str) -> str:
    """What `bench/fit_triage.py` measured last: phishing found, and harmless URLs put first."""
    told = json.loads((DOCS.parent / "bench" / "results" / "fit_triage.json").read_text())
    english = language == "en"
    lines = [
        "| reported phishing on unseen domains | URLs | found at 1 % | found at 0.1 % |"
        if english
        else "| 見たことのないドメインのフィッシング | URL数 | 1 %で見つけた割合 | 0.1 %で見つけた割合 |",
        "|---|---|---|---|",
    ]
    for source, rows in told["phishing_found"].items():
        lines += [
            f"| {REPORTED[source]}{', ' if english else '、'}{words[language]}"
            f" | {rows[f'{kind}_at_0.01']['total']:,} | {share_text(rows[f'{kind}_at_0.01'])}"
            f" | {share_text(rows[f'{kind}_at_0.001'])} |"
            for kind, words in KINDS.items()
        ]
    lines += [
        "",
        "| harmless URLs put first, by source | learned from | URLs | at 1 % | at 0.1 % |"
        if english
        else "| 先に出た無害なURL（出典別） | 学習に使用 | URL数 | 1 % | 0.1 % |",
        "|---|---|---|---|---|",
    ]
    yes, no = ("yes", "no") if english else ("はい", "いいえ")
    by_rate = sorted(
        told["harmless_put_first"].items(), key=lambda one: one[1]["at_0.01"]["rate"], reverse=True
    )
    lines += [
        f"| {HARMLESS[source][language]} | {yes if rows['learned_from'] else no}"
        f" | {rows['at_0.01']['total']:,} | {share_text(rows['at_0.01'], 100, '%')}"
        f" | {share_text(rows['at_0.001'], 100, '%')} |"
        for source, rows in by_rate
    ]
    origin = "Learned from" if english else "学習元"
    return "\n".join([*lines, "", f"{origin}: {told['learned_from']}."])


def share_text(rate: dict[str, float], times: int = 1, unit: str = "") -> str:
    """A share and its interval, for example `0.687 [0.670, 0.704]`."""
    digits = 2 if unit else 3
    told = (f"{times * rate[name]:.{digits}f}{unit}" for name in ("rate", "low", "high"))
    return "{} [{}, {}]".format(*told)


def servers_page() -> str:
    """The method page of C&C servers."""
    return with_terms("methods/c2-servers.md", "en")


def servers_page_ja() -> str:
    """The same in Japanese."""
    return with_terms("ja/methods/c2-servers.md", "ja")


def figures_page(language: Language = "en") -> str:
    """Every figure of the programme: what is counted, how, and its target."""
    english = language == "en"
    lines = [
        NOTE if english else NOTE_JA,
        "# Figures of the programme" if english else "# 事業の指標",
        "",
        "What each figure counts, and from which rows. `noroshi kpi rows NAME` shows the rows; where none can exist yet a figure has no data."
        if english
        else "各指標が何を、どの行から数えるか。`noroshi kpi rows NAME` が行を示す。行がまだありえない指標は「データなし」となる。",
    ]
    for sheet in SHEETS:
        lines += [
            "",
            f"## {sheet.title.said(language)}",
            "",
            "| figure | what is counted | target | unit | unit cost |"
            if english
            else "| 指標 | 数え方 | 目標 | 単位 | 単位当たり |",
            "| --- | --- | --- | --- | --- |",
            *(
                f"| `{one.name}`<br>{one.title.said(language)} | {one.definition.said(language)}"
                f" | {amount(one.target, one)} | {one.unit.said(language)}"
                f" | {one.each.said(language) if one.per else '–'} |"
                for one in sheet.figures
            ),
        ]
    return "\n".join(lines) + "\n"


def figures_page_ja() -> str:
    """The same in Japanese."""
    return figures_page("ja")


PROBE_WORDS: dict[Language, tuple[str, ...]] = {
    "en": (
        NOTE,
        "# Probe catalogue",
        "",
        f"Version {CATALOGUE_VERSION}. These are all the questions that a survey can ask; each shows the exact octets, as",
        "Python writes them. Before sending, `{host}` becomes the asked address, `{contact}` the page that tells",
        "why we ask, `{own}` a DNS name of ours in wire form. A TLS hello is the library's, then the text follows.",
        "",
        "What is never sent: a user name or password (a community string such as `public` and an anonymous login",
        "are passwords, too), a write, an upload, a form, an exploit. There is no setting and no plug-in that adds",
        "a probe: a new one is a new release and a new version, and a [signed scope](../how-to/sign-a-scope.md)",
        "names the version that its signer saw. Ports that are not listed cannot be asked.",
    ),
    "ja": (
        NOTE_JA,
        "# プローブの一覧",
        "",
        f"版 {CATALOGUE_VERSION}。調査が尋ねられるのはここにあるものだけである。送るオクテットを Python の書き方でそのまま示す。",
        "送る前に `{host}` は相手のアドレスに、`{contact}` は理由を説明するページに、`{own}` は私たちの DNS 名（通信形式）に",
        "置き換わる。TLS の挨拶はライブラリが作り、その後に文が続く。",
        "",
        "決して送らないもの：利用者名とパスワード（`public` のようなコミュニティ名や匿名ログインもパスワードとみなす）、",
        "書き込み、アップロード、フォーム、攻撃コード。プローブを足す設定やプラグインはない。追加には新しいリリースと新しい版が",
        "要り、[署名したスコープ](../how-to/sign-a-scope.md)は署名者が見た版を記す。ここにないポートには尋ねられない。",
    ),
}


def probes_page(language: Language) -> str:
    """The closed catalogue of the survey."""
    lines = [*PROBE_WORDS[language]]
    for probe in CATALOGUE.values():
        lines += ["", f"## {probe.name}", "", *probe_lines(probe, language)]
    return "\n".join(lines) + "\n"


def probe_lines(probe: Probe, language: Language) -> Iterator[str]:
    """What one probe asks, where, and with which octets."""
    ports = ", ".join(map(str, probe.ports))
    yield f"{probe.says.said(language)} {probe.transport.value.upper()} {ports}. {probe.source}."
    if probe.sends:
        yield ""
        yield "```text"
        yield from map(repr, probe.sends)
        yield "```"


PAGES: dict[str, Callable[[], str]] = {
    "reference/probes.md": lambda: probes_page("en"),
    "ja/reference/probes.md": lambda: probes_page("ja"),
    "reference/settings.md": settings_page,
    "ja/reference/settings.md": settings_page_ja,
    "reference/flow-columns.md": columns_page,
    "reference/counter-columns.md": counters_page,
    "reference/commands.md": commands_page,
    "reference/errors.md": errors_page,
    "reference/metrics.md": metrics_page,
    "reference/figures.md": figures_page,
    "ja/reference/figures.md": figures_page_ja,
    "methods/c2-servers.md": servers_page,
    "ja/methods/c2-servers.md": servers_page_ja,
    "methods/malicious-pages.md": lambda: with_terms(
        "methods/malicious-pages.md", "en", page_terms_table
    ),
    "methods/url-triage.md": lambda: with_block(
        "methods/url-triage.md", "measured", triage_tables("en")
    ),
    "ja/methods/url-triage.md": lambda: with_block(
        "ja/methods/url-triage.md", "measured", triage_tables("ja")
    ),
    "ja/methods/malicious-pages.md": lambda: with_terms(
        "ja/methods/malicious-pages.md", "ja", page_terms_table
    ),
}
"""Page below docs/ -> what writes it."""


def stale() -> list[str]:
    """Pages that are missing or say something else."""
    return [
        name
        for name, page in PAGES.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != page()
    ]


def main() -> None:
    """Write every page; with `--check` only name those that are stale."""
    if "--check" in sys.argv[1:]:
        sys.exit("\n".join(stale()) or 0)
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
