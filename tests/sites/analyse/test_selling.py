from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.analyse.selling import selling_of

HONEST = "急須 ¥3,200 カートに入れる お支払い：VISA、銀行振込 特定商取引法に基づく表記 販売業者：有限会社山田茶店 代表 山田太郎 大阪府堺市1-2-3 TEL 072-000-0000"
FAKE = "電動工具 通常価格 ¥20,000 → ¥4,000 80%OFF ゴルフクラブ 70%OFF カートに入れる お支払いは銀行振込のみ 店長：李 shop@163.com 选择购买结账"


def test_an_honest_shop_tells_who_sells() -> None:
    shop = selling_of(HONEST)
    assert shop.told == {"seller", "person", "address", "phone"}
    assert shop.law_block
    assert shop.transfer_only == 0


def test_a_fake_shop_cuts_takes_transfers_and_hides() -> None:
    shop = selling_of(FAKE)
    assert shop.steep >= 3
    assert shop.transfer_only == 1
    assert shop.free_mail
    assert shop.kinds == 2
    assert shop.simplified >= 3
    assert "phone" not in shop.told


def test_a_transfer_beside_cards_is_one_way_of_many() -> None:
    assert selling_of("お支払い：銀行振込").transfer_only == 0.6


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    selling_of(text)
