"""Which addresses are asked, and what of them a log shows."""

import pytest

from pipeline.errors import UsageError
from pipeline.web.address import check_url, is_public, redact


@pytest.mark.parametrize("url", ["https://example.kz/rss", "http://example.kz:8080/a?b=c&d=ё", "HTTPS://EXAMPLE.KZ/"])
def test_an_address_is_taken_as_it_is(url: str) -> None:
    assert check_url(url) == url


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://example.kz/rss", "only http"),
        ("file:///etc/passwd", "only http"),
        ("gopher://example.kz/", "only http"),
        ("javascript:alert(1)", "only http"),
        ("https://", "not an address"),
        ("https:///rss", "not an address"),
        ("https://example.kz:99999/", "not an address"),
        ("https://[::1/", "not an address"),
        ("https://example.kz/a b", "not an address"),
        ("https://example.kz/a\r\nHost: x", "not an address"),
        ("https://boss:hunter2@example.kz/", "name or password"),
        ("https://boss@example.kz/", "name or password"),
    ],
)
def test_an_address_that_cannot_be_is_refused_without_its_password(url: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        check_url(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://boss:hunter2@example.kz/rss", "https://example.kz/rss"),
        ("https://example.kz/rss?section=5&API_KEY=hunter2", "https://example.kz/rss?section=5&API_KEY=..."),
        ("https://example.kz/rss?section=ё", "https://example.kz/rss?section=ё"),
        ("https://example.kz/rss#token=hunter2", "https://example.kz/rss"),
        ("https://[boss:hunter2", "https://..."),
    ],
)
def test_a_log_shows_no_secret(url: str, shown: str) -> None:
    assert redact(url) == shown


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "2002:808:808::1"])
def test_the_open_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("::ffff:169.254.169.254", "2002:7f00:1::1", "64:ff9b::7f00:1", "not an address", ""),
        *("192.0.2.1", "198.18.0.1", "2001:db8::1", "240.0.0.1"),
    ],
)
def test_addresses_inside_a_network(address: str) -> None:
    assert not is_public(address)
