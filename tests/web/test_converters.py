"""Numbers that no row can have are an address that does not exist; PostgreSQL would fail on them."""

import re

import pytest

TOO_LARGE = ["2147483648", "9" * 20, "1" * 5000, "٣"]


@pytest.mark.parametrize("number", TOO_LARGE)
@pytest.mark.parametrize("person", ["clerk", "finance_head", "admin"])
def test_no_address_has_a_number_that_no_row_has(app, cast, client, person, number):
    client.sign_in(cast.everyone[person])
    for rule in app.url_map.iter_rules():
        if "<int:" in rule.rule:
            path = re.sub("<int:[^>]+>", number, rule.rule)
            for method in {"GET", "POST"} & rule.methods:
                assert client.open(path, method=method).status_code == 404, f"{method} {path[:60]}"


@pytest.mark.parametrize(
    ("person", "path"),
    [
        ("clerk", "/tasks?after=2026-11-24.{}"),
        ("clerk", "/tasks?band=done&after=2026-11-24.{}"),
        ("clerk", "/tasks?unit={}"),
        ("clerk", "/outstanding?after=2026-11-24.{}"),
        ("clerk", "/notices?after=issued~2026-11-24~{}"),
        ("finance_head", "/work?after=0.2026-11-24.{}"),
        ("admin", "/people?after=a~{}"),
        ("admin", "/people?unit={}"),
    ],
)
@pytest.mark.parametrize("number", [*TOO_LARGE, "²", "1_0", "-1", "%00"])
def test_a_list_asked_from_such_a_number_is_a_list(cast, client, person, path, number):
    client.sign_in(cast.everyone[person])
    assert client.get(path.format(number)).status_code == 200


@pytest.mark.parametrize("asked", ["q=%00", "q=a%00b", "after=%00~1", "q=%ED%A0%80"])
def test_people_are_searched_for_with_clean_words(cast, client, asked):
    client.sign_in(cast.admin)
    assert client.get(f"/people?{asked}").status_code == 200
