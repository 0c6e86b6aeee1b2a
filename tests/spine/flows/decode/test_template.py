"""Template: bounds of the store, and whom a template serves."""

from noroshi.spine.flows.decode.template import MOST_DOMAINS, MOST_PER_DOMAIN, Layout, TemplateStore


def test_a_template_serves_data_from_another_port(template, data, message, batch, flows):
    kept, _ = flows(batch([message(template())], port=1111), batch([message(data(2))], port=2222))
    assert kept == 2


def test_a_template_serves_no_other_domain_or_exporter(template, data, message, batch, flows):
    first = batch([message(template())])
    for other in (
        batch([message(data(1), domain=2)]),
        batch([message(data(1))], sender=0xC0000210),
    ):
        assert flows(first, other)[0] == 0


def test_records_of_no_octets_are_refused(template, data, message, batch, flows):
    _, tally = flows(batch([message(template(fields=[(8, 0)]), data(1))]))
    assert tally.refused == {"bad-template": 1, "no-template": 1}


def test_a_template_flood_keeps_the_store_small():
    store = TemplateStore()
    for number in range(3 * MOST_PER_DOMAIN):
        store.define((0, 1, 2055, 0, 256 + number), Layout(((0, 8, 4),)))
    assert sum(store.find((0, 1, 2055, 0, 256 + n)) is not None for n in range(3 * MOST_PER_DOMAIN)) <= MOST_PER_DOMAIN  # fmt: skip


def test_a_flood_of_domains_leaves_other_senders_alone():
    store = TemplateStore()
    store.define((0, 2, 2055, 1, 256), Layout(((0, 12, 4),)))
    for domain in range(10 * MOST_DOMAINS):
        store.define((0, 1, 2055, domain, 256), Layout(((0, 8, 4),)))
    assert store.find((0, 2, 2055, 1, 256)) is not None
    assert store.find((0, 1, 2055, 0, 256)) is None
