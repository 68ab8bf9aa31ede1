"""Every setting, typed and checked at start: all errors at once, each with its mend.

All settings are environment variables. With none set the tracker runs from `instance/` beside this file on SQLite; the
defaults are safe to publish and right for one machine. README lists what a production start needs.
"""

from __future__ import annotations

import os
import re
import secrets
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
Value = TypeVar("Value")
# Where a test may kill a process in the middle of its work.
FAULT_POINTS = ("after_claim", "before_dot", "after_data", "mid_plan", "before_response", "after_inbound")
FREEZE = "freeze_"  # before the name of a point: the process is stopped there, not ended


class SettingsError(SystemExit):
    """Names every wrong setting; the process ends with this text."""


@dataclass(frozen=True)
class Inbound:
    """Mails that answer ours. Without an `address` nothing of it exists; without an `imap_host` no mailbox is read."""

    address: str = ""
    authserv_id: str = ""
    max_mb: int = 40
    imap_host: str = ""
    imap_port: int = 993
    imap_security: str = "tls"
    imap_user: str = ""
    imap_password: str = field(default="", repr=False)
    imap_folder: str = "INBOX"
    poll_minutes: int = 1


@dataclass(frozen=True)
class Settings:
    """What the application needs to know about the place where it runs."""

    data_dir: Path
    database_url: str
    secret_key: str = field(repr=False)
    public_base_url: str
    office_name: str
    issuer: str
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str = field(repr=False)
    smtp_security: str
    smtp_ca_file: str
    smtp_timeout: int
    mails_per_minute: int
    mail_from: str
    mail_domains: tuple[str, ...]
    plan_hour: int
    plan_minute: int
    session_idle_minutes: int
    session_idle_minutes_admin: int
    session_hours: int
    cookie_secure: bool
    trusted_proxies: int
    max_upload_mb: int
    demo: bool
    inbound: Inbound = Inbound()
    fault: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment. Raises SettingsError with one line for each wrong setting."""
        return _Reader(os.environ if env is None else env).settings()


class _Reader:
    """Collects the errors instead of stopping at the first."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.errors: list[str] = []

    def settings(self) -> Settings:
        data_dir = Path(self.env.get("DATA_DIR") or ROOT / "instance").expanduser().resolve()
        demo = self._flag("DEMO", False)
        settings = Settings(
            data_dir=data_dir,
            database_url=self._database_url(data_dir),
            secret_key=self._secret_key(data_dir),
            public_base_url=self._base_url(),
            office_name=self.env.get("OFFICE_NAME", "UBND thành phố Cao Bằng"),
            issuer=self.env.get("ISSUER", "UBND thành phố Cao Bằng"),
            smtp_host=self.env.get("SMTP_HOST", "127.0.0.1"),
            smtp_port=self._number("SMTP_PORT", 25, 1, 65535),
            smtp_user=self.env.get("SMTP_USER", ""),
            smtp_password=self._secret("SMTP_PASSWORD"),
            smtp_security=self._choice("SMTP_SECURITY", "starttls", ("starttls", "tls", "none")),
            smtp_ca_file=self._ca_file(),
            smtp_timeout=self._number("SMTP_TIMEOUT", 20, 1, 120),
            mails_per_minute=self._number("MAILS_PER_MINUTE", 0, 0, 100_000),
            mail_from=self._mail_from(),
            mail_domains=tuple(filter(None, self.env.get("MAIL_DOMAINS", "").replace(",", " ").split())),
            plan_hour=self._plan_time()[0],
            plan_minute=self._plan_time()[1],
            session_idle_minutes=self._number("SESSION_IDLE_MINUTES", 30, 1, 1440),
            session_idle_minutes_admin=self._number("SESSION_IDLE_MINUTES_ADMIN", 15, 1, 1440),
            session_hours=self._number("SESSION_HOURS", 12, 1, 24 * 7),
            cookie_secure=self._flag("COOKIE_SECURE", not demo),
            trusted_proxies=self._number("TRUSTED_PROXIES", 0, 0, 5),
            max_upload_mb=self._number("MAX_UPLOAD_MB", 25, 1, 200),
            demo=demo,
            inbound=self._inbound(),
            fault=self._choice("FAULT", "", ("", *FAULT_POINTS, *(FREEZE + point for point in FAULT_POINTS))),
        )
        if self.errors:
            raise SettingsError(
                "Settings are wrong:\n" + "\n".join(f"  - {line}" for line in dict.fromkeys(self.errors))
            )
        return settings

    def _number(self, name: str, default: int, low: int, high: int) -> int:
        raw = self.env.get(name, "")
        if not raw:
            return default
        return self._read(name, raw, int, lambda n: low <= n <= high, f"a whole number from {low} to {high}", default)

    def _read(
        self,
        name: str,
        raw: str,
        parse: Callable[[str], Value],
        good: Callable[[Value], bool],
        wanted: str,
        default: Value,
    ) -> Value:
        try:
            value = parse(raw)
        except ValueError:
            value = None
        if value is None or not good(value):
            self.errors.append(f"{name}={raw!r}: give {wanted}.")
            return default
        return value

    def _flag(self, name: str, default: bool) -> bool:
        raw = self.env.get(name, "").lower()
        if raw in ("1", "true", "yes", "on"):
            return True
        if raw in ("0", "false", "no", "off"):
            return False
        if raw:
            self.errors.append(f"{name}={raw!r}: give 1 or 0.")
        return default

    def _choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        raw = self.env.get(name, default)
        if raw not in choices:
            self.errors.append(f"{name}={raw!r}: give one of {', '.join(choices)}.")
        return raw

    def _secret(self, name: str) -> str:
        """A secret given as it is, or in the file that NAME_FILE names."""
        path = self.env.get(f"{name}_FILE")
        if not path:
            return self.env.get(name, "")
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            self.errors.append(f"{name}_FILE={path!r}: cannot be read ({error.strerror}).")
            return ""

    def _secret_key(self, data_dir: Path) -> str:
        given = self._secret("SECRET_KEY")
        if given:
            if len(given) < 32:
                self.errors.append("SECRET_KEY: at least 32 characters; leave it out and one is made in DATA_DIR.")
            return given
        return _kept_secret(data_dir / "secret_key")

    def _database_url(self, data_dir: Path) -> str:
        url = self.env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'tracker.db'}"
        if url.startswith(("postgres://", "postgresql://")):
            url = "postgresql+psycopg://" + url.split("://", 1)[1]
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            self.errors.append("DATABASE_URL: give sqlite:////path/to/file.db or postgresql://user:password@host/name.")
        return url

    def _base_url(self) -> str:
        url = self.env.get("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
            self.errors.append(
                f"PUBLIC_BASE_URL={url!r}: give the address people type, such as https://chidao.example.vn."
            )
        return url

    def _mail_from(self) -> str:
        address = self.env.get("MAIL_FROM", "theo-doi-chi-dao@localhost")
        if "@" not in address or any(char in address for char in "\r\n<>,"):
            self.errors.append(f"MAIL_FROM={address!r}: give one address, such as chidao@example.vn.")
        return address

    def _inbound(self) -> Inbound:
        found = Inbound(
            address=self._inbound_address(),
            authserv_id=self.env.get("INBOUND_AUTHSERV_ID", "").strip().lower(),
            max_mb=self._number("INBOUND_MAX_MB", 40, 1, 200),
            imap_host=self.env.get("INBOUND_IMAP_HOST", ""),
            imap_port=self._number("INBOUND_IMAP_PORT", 993, 1, 65535),
            imap_security=self._choice("INBOUND_IMAP_SECURITY", "tls", ("tls", "starttls", "none")),
            imap_user=self.env.get("INBOUND_IMAP_USER", ""),
            imap_password=self._secret("INBOUND_IMAP_PASSWORD"),
            imap_folder=self.env.get("INBOUND_IMAP_FOLDER", "INBOX"),
            poll_minutes=self._number("INBOUND_POLL_MINUTES", 1, 1, 60),
        )
        if found.imap_host and not found.address:
            self.errors.append("INBOUND_IMAP_HOST: give INBOUND_ADDRESS too, the address that is answered to.")
        if found.imap_host and not (found.imap_user and found.imap_password):
            self.errors.append("INBOUND_IMAP_HOST: give INBOUND_IMAP_USER and INBOUND_IMAP_PASSWORD (or …_FILE) too.")
        if found.imap_security == "none" and found.imap_host not in ("", "localhost", "127.0.0.1", "::1"):
            self.errors.append("INBOUND_IMAP_SECURITY=none: only for a server on this machine; give tls or starttls.")
        if any(char in found.imap_folder for char in '\r\n"\\'):
            self.errors.append(
                f"INBOUND_IMAP_FOLDER={found.imap_folder!r}: give the name of one folder, such as INBOX."
            )
        return found

    def _inbound_address(self) -> str:
        """What stands before the @ needs room for a plus sign and a token, 64 characters in all (RFC 5321)."""
        address = self.env.get("INBOUND_ADDRESS", "").strip()
        if address and not re.fullmatch(r"[A-Za-z0-9._-]{1,27}@[A-Za-z0-9.-]{1,190}", address):
            self.errors.append(
                f"INBOUND_ADDRESS={address!r}: give one address, such as chidao@example.vn, with at most 27 letters,"
                " digits, dots and hyphens before the @; leave it out and no mail can be answered to."
            )
        return address

    def _ca_file(self) -> str:
        path = self.env.get("SMTP_CA_FILE", "")
        if path:
            try:
                ssl.create_default_context(cafile=path)
            except OSError as error:  # SSLError among them
                self.errors.append(
                    f"SMTP_CA_FILE={path!r}: give a readable file with the certificate (PEM) of the authority that has"
                    f" signed the mail server's ({error})."
                )
        return path

    def _plan_time(self) -> tuple[int, int]:
        raw = self.env.get("PLAN_AT", "07:30")
        hour, _, minute = raw.partition(":")
        if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
            self.errors.append(f"PLAN_AT={raw!r}: give the office's time of day, such as 07:30.")
            return 7, 30
        return int(hour), int(minute)


def _kept_secret(path: Path) -> str:
    """The key of this installation: made once, readable by its owner only.

    Where it cannot be kept (a command that runs without a data directory) it lives as long as the process.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        key = secrets.token_urlsafe(48)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8")
    except OSError:
        return key
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(key)
    return key
