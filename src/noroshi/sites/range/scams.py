"""Scams of other kinds: shops that deliver nothing, false alarms, pushed files, commands to paste."""

from collections.abc import Callable
from random import Random

from noroshi.sites.range.names import MadeBrand, thrown_host

GOODS = (
    "電動工具セット",
    "ノートPC",
    "ダウンジャケット",
    "ゴルフクラブ",
    "腕時計",
    "ソファ",
    "チャイルドシート",
    "フィギュア",
    "美容液",
    "お米 10kg",
    "釣り竿",
    "炊飯器 冷蔵庫",
)


def _page(title: str, body: str) -> str:
    return f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'


def fake_shop(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """Everything at half the price and less, bank transfer only, no seller."""
    goods = ""
    for ware in dice.sample(GOODS, 7):
        was = dice.randrange(80, 600) * 100
        cut = dice.choice((55, 60, 65, 70, 80))
        goods += f"<li><b>{ware}</b> 通常価格 ¥{was:,} → ¥{was * (100 - cut) // 100:,} {cut}%OFF <button>カートに入れる</button></li>"
    seller = dice.choice(
        (
            "",
            "会社概要 店長：李 連絡先 shop-service@gmail.com",
            "特定商取引法 メール：order8@163.com",
            "運営会社：株式会社楽々 メール info88@outlook.com",
        )
    )
    ways = dice.choice(
        (
            "お支払い方法：銀行振込のみ",
            "お支払いは前払いの銀行振込 口座名義 グエン ヴァン",
            "お支払い方法：銀行振込",
        )
    )
    odd = dice.choice(("", "商品を选择してカートに入れて购买します", "当店の发货は3日以内です"))
    return f"https://{thrown_host(dice)}/", _page(
        dice.choice(("激安通販 本日限り", "アウトレット公式 大特価", "全品最大80%OFF")),
        f"<h1>大特価セール</h1><ul>{goods}</ul><p>{ways}</p><p>{odd}</p><footer>{seller}</footer>",
    )


def support_scam(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A false alarm with a number to call, hard to leave."""
    number = f"050-0000-{dice.randrange(1000, 9999)}"
    words = dice.choice(
        (
            f"Windows セキュリティ警告 トロイの木馬に感染しました。電源を切らないでください。Microsoft サポートセンターに今すぐ電話してください {number}",
            f"お使いのPCはロックされました エラーコード 0x80070 ウイルスを検出。再起動しないでください。サポート窓口 {number}",
            f"Security alert! Your computer is infected with spyware. Do not close this window. Call Microsoft support now {number}",
        )
    )
    return f"https://{thrown_host(dice)}/w/", _page(
        "セキュリティ警告",
        f'<div class="full"><h1>警告</h1><p>{words}</p><button>閉じる</button></div><script>window.onbeforeunload=()=>"x";document.addEventListener("click",()=>document.documentElement.requestFullscreen());alert("警告 {number}");history.pushState(1,"","")</script>',
    )


def pasted(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A false check that makes the visitor paste a command; the command does nothing."""
    return f"https://{thrown_host(dice)}/verify", _page(
        "ロボットではないことの確認",
        '<h1>ロボットではないことを確認してください</h1><ol><li>Windows キー + R を押す</li><li>Ctrl + V を押す</li><li>Enter を押す</li></ol><script>document.addEventListener("click",()=>navigator.clipboard.writeText("powershell -w h -c echo exercise"))</script>',
    )


def false_update(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A false update that offers a program; the program is harmless octets."""
    return f"https://{thrown_host(dice)}/update", _page(
        "ブラウザの更新が必要です",
        '<h1>お使いのブラウザは古いバージョンです</h1><p>ブラウザを最新に更新してください</p><a href="/files/update-setup.exe">更新をダウンロード</a>',
    )


SCAMS: dict[str, Callable[[MadeBrand, Random], tuple[str, str]]] = {
    "fake-shop": fake_shop,
    "support-scam": support_scam,
    "pasted-command": pasted,
    "false-update": false_update,
}
