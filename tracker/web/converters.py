"""Numbers in addresses: only those that a row can have; anything else is no address of ours and so a 404."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, ValidationError

from ..text import parse_id


def init_app(app: Flask) -> None:
    """Take the place of Werkzeug's own; before the first route is added."""
    app.url_map.converters["int"] = RowNumber


class RowNumber(IntegerConverter):
    """`<int:task_id>`."""

    def to_python(self, value: str) -> int:
        """Raises ValidationError, which the router understands as «another address»."""
        number = parse_id(value)
        if number is None:
            raise ValidationError
        return number
