from noroshi.sites.campaign.addresses import address_clusters, share_in_large


def test_addresses_of_one_shape_are_one_cluster() -> None:
    urls = [f"https://h{n}.top/account/login?id={n}" for n in range(5)] + [
        "https://a.example/other/page"
    ]
    clusters = address_clusters(urls)
    assert clusters[0] == [0, 1, 2, 3, 4]
    assert share_in_large(clusters) == 5 / 6


def test_home_pages_are_joined_by_the_shape_of_their_host() -> None:
    assert (
        len(address_clusters(["https://ab1.top/", "https://cd2.top/", "https://long-name.top/"]))
        == 2
    )
    assert share_in_large([]) == 0
