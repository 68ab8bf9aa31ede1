"""What a browser would send of a form, so that a test changes only what its person types."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import html5lib


def read_form(page: str, action: str) -> dict[str, Any]:
    """The fields of the form with that action, as they stand on the page; several of one name as a list."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    [form] = [node for node in tree.iter("form") if node.get("action") == action]
    found: dict[str, list[str]] = {}
    for node in form.iter():
        if node.get("name") and node.tag in _READERS:
            for value in _READERS[node.tag](node):
                found.setdefault(node.get("name"), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def open_ways(client: Any, path: str) -> Iterator[str]:
    """The page, and then the page as it is with each of the ways that are fetched when they are opened."""
    page = client.get(path).text
    yield page
    for link in re.findall('<a href="([^"]*)" data-fetches>', page):
        yield client.get(html.unescape(link)).text


def _of_input(node: Any) -> list[str]:
    is_left_out = node.get("type") == "file" or (
        node.get("type") in ("radio", "checkbox") and "checked" not in node.attrib
    )
    return [] if is_left_out else [node.get("value") or ""]


def _of_text(node: Any) -> list[str]:
    return ["".join(node.itertext()).strip()]


def _of_choice(node: Any) -> list[str]:
    options = list(node.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib] or options[:1]
    return [option.get("value") or "" for option in chosen]


_READERS = {"input": _of_input, "textarea": _of_text, "select": _of_choice}
