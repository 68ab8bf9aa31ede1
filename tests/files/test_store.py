"""A file is whole under its hash or not there at all."""

import errno
import hashlib
import io
import os
import stat
from pathlib import Path

import pytest

from tests.files.samples import Broken
from tracker.errors import Refused
from tracker.files.store import FileDamaged, FileStore, show_size

CONTENT = "Báo cáo thu ngân sách".encode() * 1000
HASH = hashlib.sha256(CONTENT).hexdigest()
LIMIT = 1 << 20


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "data" / "files")


def files_under(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_comes_back_as_it_was(store: FileStore) -> None:
    stored = store.put(io.BytesIO(CONTENT), LIMIT)
    assert (stored.sha256, stored.size) == (HASH, len(CONTENT))
    with store.open(HASH) as file:
        assert file.read() == CONTENT
    with store.open_verified(HASH) as file:
        assert file.read() == CONTENT
    assert store.path(HASH) == store.root / HASH[:2] / HASH[2:4] / HASH


def test_same_content_is_one_file(store: FileStore) -> None:
    store.put(io.BytesIO(CONTENT), LIMIT)
    store.put(io.BytesIO(CONTENT), LIMIT)
    assert files_under(store.root) == [store.path(HASH)]


def test_only_the_owner_may_read(store: FileStore) -> None:
    store.put(io.BytesIO(CONTENT), LIMIT)
    assert stat.S_IMODE(store.path(HASH).stat().st_mode) == 0o600
    folders = [store.root, *[path for path in store.root.rglob("*") if path.is_dir()]]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_exactly_the_limit_is_taken(store: FileStore) -> None:
    assert store.put(io.BytesIO(CONTENT), len(CONTENT)).size == len(CONTENT)


def test_over_the_limit_leaves_nothing(store: FileStore) -> None:
    with pytest.raises(Refused, match="lớn hơn 20 kB") as refused:
        store.put(io.BytesIO(CONTENT), 20 * 1024)
    assert refused.value.field == "file"
    assert files_under(store.root) == []


@pytest.mark.fault
@pytest.mark.parametrize("after", [0, len(CONTENT) // 2, len(CONTENT) - 1])
def test_fault_45_upload_cut_off_leaves_nothing(store: FileStore, after: int) -> None:
    with pytest.raises(OSError, match="lost"):
        store.put(Broken(CONTENT, after), LIMIT)
    assert files_under(store.root) == []


@pytest.mark.fault
def test_fault_29_full_disk_leaves_nothing(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(io.BytesIO(CONTENT), LIMIT)
    assert files_under(store.root) == []


def test_other_content_than_expected_is_refused(store: FileStore) -> None:
    with pytest.raises(FileDamaged):
        store.put(io.BytesIO(CONTENT), LIMIT, expected="0" * 64)
    assert files_under(store.root) == []


@pytest.mark.fault
def test_fault_46_deleted_file_is_told(store: FileStore) -> None:
    store.put(io.BytesIO(CONTENT), LIMIT)
    store.path(HASH).unlink()
    assert not store.verify(HASH)
    for opening in (store.open, store.open_verified):
        with pytest.raises(FileDamaged, match="Không còn tệp"):
            opening(HASH)


@pytest.mark.fault
def test_fault_46_altered_file_is_told_and_healed_by_the_same_upload(store: FileStore) -> None:
    store.put(io.BytesIO(CONTENT), LIMIT)
    store.path(HASH).write_bytes(b"x" + CONTENT[1:])
    with pytest.raises(FileDamaged, match="bị thay đổi"):
        store.open_verified(HASH)
    other = store.put(io.BytesIO(b"whole"), LIMIT).sha256
    assert store.list_damaged([HASH, other]) == [HASH]
    store.put(io.BytesIO(CONTENT), LIMIT)
    assert store.verify(HASH)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", HASH.upper(), HASH + "\n", HASH[:-1]])
def test_only_hashes_are_paths(store: FileStore, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.path(name)


def test_what_a_killed_process_left_is_swept_when_old(store: FileStore) -> None:
    store.put(io.BytesIO(CONTENT), LIMIT)
    old, young = store.root / "incoming" / "old", store.root / "incoming" / "young"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    assert store.sweep_incoming() == 1
    assert files_under(store.root) == sorted([store.path(HASH), young])


def test_sweeping_an_empty_store_does_nothing(store: FileStore) -> None:
    assert store.sweep_incoming() == 0


@pytest.mark.parametrize(
    ("size", "shown"), [(10, "1 kB"), (300 * 1024, "300 kB"), (25 << 20, "25 MB"), (3 << 19, "1,5 MB")]
)
def test_sizes_are_shown_as_windows_does(size: int, shown: str) -> None:
    assert show_size(size) == shown
