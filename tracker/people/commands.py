"""Operator commands about people: the first administrator, and lists from the office's files."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from ..db import db
from ..errors import Refused
from ..text import clean_line
from . import actions, loading, passwords
from .actor import SYSTEM
from .addresses import LOGIN, normal_address
from .csv_rows import read_people, read_units
from .models import Role

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("create-admin")
@click.option("--login", required=True, help="User name: letters without diacritics, digits, dot, hyphen.")
@click.option("--name", required=True, help="Full name.")
@click.option("--email", default="", help="E-mail address; may be left out.")
@click.option("--ask-password", is_flag=True, help="Type the password instead of getting a one-time one.")
@with_appcontext
def create_admin(login: str, name: str, email: str, ask_password: bool) -> None:
    """Add an administrator; prints a one-time password unless one is typed."""
    with _explained():
        if not LOGIN.match(login):
            raise Refused(_("Use letters without diacritics, digits, dot, hyphen or underscore."))
        if email and normal_address(email, current_app.config["SETTINGS"].mail_domains) is None:
            raise Refused(_("Write an address such as lan.ht@example.vn."))
        user, password = actions.add_user(login, name, email, by=SYSTEM)
        if ask_password:
            # Cleaned as the sign-in page cleans it, or it would never match.
            password = clean_line(click.prompt(_("Password"), hide_input=True, confirmation_prompt=True))
            passwords.check_new_password(password, user.login, user.name)
            user.password_hash, user.must_change_password = passwords.hash_password(password), False
        actions.add_post(user, Role.ADMIN, None, _("Administrator"), by=SYSTEM)
    db.session.commit()
    click.echo(_("Administrator %(login)s was added.", login=user.login))
    if not ask_password:
        click.echo(_("One-time password: %(password)s", password=password))


@click.command("load-units")
@click.argument("file", type=_FILE)
@with_appcontext
def load_units(file: Path) -> None:
    """Load units from FILE: code,name,short_name,aliases,kind,order,valid_from,valid_to. All rows or none."""
    with _explained():
        done = loading.load_units(read_units(file), by=SYSTEM)
    db.session.commit()
    click.echo(_("Units: %(added)s added, %(changed)s corrected.", added=done.added, changed=done.changed))


@click.command("load-people")
@click.argument("file", type=_FILE)
@click.option(
    "--passwords", "passwords_file", type=_FILE, help="Write the one-time passwords there, readable by you only."
)
@with_appcontext
def load_people(file: Path, passwords_file: Path | None) -> None:
    """Load people from FILE: login,name,email,role,unit_code,title. All rows or none."""
    with _explained():
        done = loading.load_people(read_people(file, current_app.config["SETTINGS"].mail_domains), by=SYSTEM)
        if passwords_file and done.passwords:
            _write_private(passwords_file, [("login", "name", "password"), *done.passwords])
    db.session.commit()
    click.echo(_("People: %(added)s added, %(changed)s corrected.", added=done.added, changed=done.changed))
    if done.ended_posts:
        click.echo(_("Posts ended, because no row names them any more: %(count)s.", count=done.ended_posts))
    for login, _name, password in () if passwords_file else done.passwords:
        click.echo(f"{login}\t{password}")


def _write_private(file: Path, rows: list[tuple[str, str, str]]) -> None:
    """Before the commit: whoever cannot read the passwords must not have the accounts."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(_("%(file)s exists already. Name a new file for the passwords.", file=file)) from None
    except OSError as error:
        raise Refused(_("%(file)s cannot be written: %(reason)s.", file=file, reason=error.strerror)) from error
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        db.session.rollback()
        raise click.ClickException(refused.sentence) from refused


COMMANDS = (create_admin, load_units, load_people)
