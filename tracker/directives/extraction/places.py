"""The provinces: a body "of tỉnh Quảng Ngãi" is not the one of the same name at home."""

from __future__ import annotations

import re

# The 63 provinces and cities until 30/6/2025; the 34 since (Nghị quyết 202/2025/QH15) kept names of these. Folded.
_PROVINCES = """
an giang|ba ria vung tau|bac giang|bac kan|bac lieu|bac ninh|ben tre|binh dinh|binh duong|binh phuoc|binh thuan|ca mau
can tho|cao bang|da nang|dak lak|dak nong|dien bien|dong nai|dong thap|gia lai|ha giang|ha nam|ha noi|ha tinh|hai duong
hai phong|hau giang|hoa binh|hung yen|khanh hoa|kien giang|kon tum|lai chau|lam dong|lang son|lao cai|long an|nam dinh
nghe an|ninh binh|ninh thuan|phu tho|phu yen|quang binh|quang nam|quang ngai|quang ninh|quang tri|soc trang|son la
tay ninh|thai binh|thai nguyen|thanh hoa|thua thien hue|hue|tien giang|ho chi minh|hcm|tra vinh|tuyen quang|vinh long
vinh phuc|yen bai
"""
_OF_PROVINCE = re.compile(rf"\b(?:tinh|thanh pho|tp) ({'|'.join(_PROVINCES.split(chr(10))).strip('|')})\Z")


def province_in(words: str) -> str:
    """The province that a folded name ends with ("cong an tp ha noi"), or nothing."""
    match = _OF_PROVINCE.search(words)
    return match[1] if match else ""
