"""The picture of a workflow shows each of its transitions, and the docs hold the present one."""

from __future__ import annotations

from enum import StrEnum

from tools import diagrams


class Light(StrEnum):
    """Three states, the last one final."""

    RED = "red"
    GREEN = "green"
    OFF = "off"


def test_each_transition_is_drawn() -> None:
    page = diagrams.draw(
        "A light",
        "street",
        {
            (Light.RED, "go"): Light.GREEN,
            (Light.GREEN, "stop"): Light.RED,
            (Light.GREEN, "stay"): Light.GREEN,
            (Light.GREEN, "break"): Light.OFF,
            (Light.RED, "break"): Light.OFF,
        },
    )
    lines = [line.strip() for line in page.splitlines()]
    assert "[*] --> red" in lines
    assert "red --> green: go" in lines
    assert "green --> off: break" in lines
    assert [line for line in lines if line.endswith("[*]")] == ["off --> [*]"]
    assert "| green | `stop` | red |" in lines


def test_the_docs_hold_the_present_tables() -> None:
    assert diagrams.main(["check"]) == 0
