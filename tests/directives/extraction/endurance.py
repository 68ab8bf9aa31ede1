"""Reads hostile texts, each within a generous share of the processor: run by test_endurance.py as its own process.

A text that takes the square of its length is hundreds of times over its share; one that takes its length is far below.
Only the processor's work for this process counts, not the time that passes; a signal ends even a regular expression.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import sys
import time
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .samples import read

SIZE = 20_000
SHARE = 8  # seconds of the processor for a text, which needs half of one at most
LARGE = 5 * 1024 * 1024
LARGE_MOTIFS = ("x", "1", ",", "a) ", "(", "\n", "UBND phường, ")
DAY = date(2022, 10, 28)
ORDER = (
    "1. Giao phòng Tài chính - Kế hoạch chủ trì, phối hợp với Chi cục Thuế rà soát các khoản nợ đọng thuế, xây dựng "
    "phương án thu hồi; báo cáo trước ngày 15/11/2022.\n"
)
CRAFTED = (
    "x", "A", "1", "0123456789", "a) ", "a) \n", ",", ", ", "UBND phường, ", "\n", " \n", " ", "\t", "a|", "a\tb\tc\t",
    "(", "()", "“", ";", ".", ". ", "." * 19_000 + "x", "… ", ": ", "a: ", "- a\n", "- Sở A:\n", "I. NHIỆM VỤ\n",
    "Điều 1. ",
    "\u0301", "a\u0301\u0323", "\u00a0\u200b", "\r\n", "Sở A" + "," * 60 + "x rà soát. ",
    "Sở A" + " và" * 60 + " x rà soát. ",
    "Sở A" + " " * 900 + "rà soát. ", "Sở A\n" + "\n" * 900 + "rà soát. ", ORDER, ORDER.replace("\n", " "),
    unicodedata.normalize("NFD", ORDER), "Sở này phải rà soát nội dung. ",
    "Giao Sở A rà soát việc này. Thời hạn hoàn thành trước ngày 15/9. ", "Báo cáo kết quả UBND trước ngày 15/9; ",
    "Giao A làm. Báo cáo UBND kết quả trước ngày 15/9. ", "- Rà soát nội dung này.\n- Đơn vị phối hợp: Phòng B.\n",
    "TT\tNội dung công việc\tĐơn vị chủ trì\n1\tRà soát nợ đọng\tPhòng A, Phòng B\n", "Chủ tịch kết luận:\n",
    "Bộ A: rà soát nội dung. ", "Tổng thu đạt 3.700 tỷ đồng, ", "53,6% KH do UBND tỉnh giao, ",
    "Tổng số " * 30 + "đạt 5%. ",
)  # fmt: skip
PIECES = (
    "Sở A", "UBND", "phường", "các ", "và ", ", ", "; ", ": ", "(", ")", "“", ". ", " ", "\n", "giao ",
    "yêu cầu ", "đạt ", "phối hợp với ", "trước ", "ngày 15/9 ", "tháng 10 ", "trong ", "đã ", "cụ thể ",
    "theo ", "Nguyễn ", "trong đó, ", "3.700", " tỷ đồng", "%", "Bộ trưởng ", "chủ trì ", "đối với ", "hằng ",
    "từ ", "đến ", "năm 2022 ", "HĐND ", "nhất là ", "1. ", "- ", "\t", "\u0301", "\u00a0", "như sau", "...",
    "1", "a", "A", "rà soát ", "báo cáo ", "KH ", "thời hạn: ", "để ", "này ",
)  # fmt: skip
LAYOUTS: tuple[Callable[[str, int], str], ...] = (
    lambda motif, size: motif * (size // len(motif) + 1),
    lambda motif, size: ("Sở A " + motif * (800 // len(motif) + 1) + "x.\n") * (size // 800 + 1),
    lambda motif, size: ("1. Giao " + motif * (5_700 // len(motif) + 1) + "\n") * (size // 5_700 + 1),
)


def within_share(motif: str) -> None:
    """Every layout of a motif; the process ends with the motif on standard error where it takes more."""

    def look(_signal: int, _frame: FrameType | None) -> None:
        # The timer counts ticks, which a machine full of other work may charge to us: the fine count decides.
        if time.process_time() - begin > SHARE:
            os.write(2, f"takes far more than its length: {motif[:60]!r}\n".encode())
            os._exit(1)

    signal.signal(signal.SIGPROF, look)
    for layout in LAYOUTS:
        begin = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SHARE, 1)
        source = layout(motif, SIZE)[:SIZE]
        result = read(source, DAY)
        assert all(found.text == source[found.start : found.end] for found in (*result.directives, *result.figures))
    signal.setitimer(signal.ITIMER_PROF, 0)


@settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join))
def invented(motif: str) -> None:
    within_share(motif)


def peak_kib() -> int:
    """The most memory that this process has had. The figure of getrusage begins with that of the parent (Linux)."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    return int(re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)[1])  # type: ignore[index]


def main() -> None:
    for motif in CRAFTED:
        within_share(motif)
    invented()
    for motif in LARGE_MOTIFS:
        read((motif * (LARGE // len(motif) + 1))[:LARGE], DAY)
    print(peak_kib())


if __name__ == "__main__":
    main()
