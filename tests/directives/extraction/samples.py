"""Sample texts of our own, in the forms that an office meets: a notice, a news report, a plan, a telegram."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tracker.directives.extraction import Extraction, extract, read_topics_csv, read_units_csv
from tracker.workdays import Calendar

DATA = Path(__file__).parents[3] / "tracker" / "demo" / "data"
UNITS = read_units_csv(DATA / "units.csv")
TOPICS = read_topics_csv(DATA / "topics.csv")

NOTICE = """ỦY BAN NHÂN DÂN
THÀNH PHỐ CAO BẰNG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 215/TB-UBND

Cao Bằng, ngày 02 tháng 11 năm 2022

THÔNG BÁO
Kết luận của Chủ tịch UBND thành phố tại phiên họp giao ban tháng 10 năm 2022

Ngày 31/10/2022, đồng chí Nguyễn Văn Bình, Chủ tịch UBND thành phố chủ trì phiên họp giao ban. Tham dự có Trưởng các \
phòng chuyên môn, Chủ tịch UBND 11 phường, xã. Sau khi nghe báo cáo, Chủ tịch UBND thành phố kết luận như sau:

I. ĐÁNH GIÁ CHUNG

Trong tháng, các phòng, ban và UBND các phường, xã đã tích cực triển khai nhiệm vụ. Thu ngân sách đạt 53,6% kế hoạch.

II. NHIỆM VỤ TRỌNG TÂM

1. Giao phòng Tài chính - Kế hoạch chủ trì, phối hợp với Chi cục Thuế, Kho bạc Nhà nước và UBND các phường, xã rà soát \
các khoản nợ đọng thuế, xây dựng phương án thu hồi; báo cáo Chủ tịch UBND thành phố trước ngày 15/11/2022.

2. Phòng Quản lý đô thị:

- Kiểm tra, xử lý các trường hợp vi phạm trật tự xây dựng.

- Tham mưu UBND thành phố ban hành Kế hoạch chỉnh trang đô thị năm 2023 trong tháng 11/2022.

3. UBND 11 phường, xã báo cáo kết quả rà soát hộ nghèo về phòng Lao động - Thương binh và Xã hội trong 05 ngày làm việc.

4. Ban Quản lý dự án đầu tư xây dựng hoàn thiện hồ sơ thanh toán; định kỳ hằng tuần báo cáo tiến độ về UBND thành phố.

5. Về đề nghị sửa chữa vỉa hè: Thống nhất chủ trương. Giao Văn phòng HĐND và UBND thành phố theo dõi, đôn đốc.

Văn phòng HĐND và UBND thông báo để các cơ quan, đơn vị biết, thực hiện./.

Nơi nhận:
- Chủ tịch, các PCT UBND thành phố;
- UBND 11 phường, xã;
- Lưu: VT.

TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG

Trần Thị Hoa
"""

NEWS = """Thành phố Cao Bằng họp triển khai nhiệm vụ tháng 12
Thứ ba - 29/11/2022 08:10
Sáng 28/11, UBND thành phố tổ chức phiên họp thường kỳ. Đồng chí Hoàng Văn Cường, Phó Chủ tịch UBND thành phố chủ trì.
Trong tháng, thu ngân sách đạt 92% kế hoạch. Công tác giải phóng mặt bằng còn chậm.
Kết luận phiên họp, Phó Chủ tịch UBND thành phố yêu cầu phòng Tài chính - Kế hoạch đôn đốc các chủ đầu tư giải ngân \
vốn đầu tư công trước ngày 31/12; phòng Tài nguyên và Môi trường phối hợp với Trung tâm Phát triển quỹ đất hoàn thành \
kiểm đếm dự án đường tránh trước ngày 20/12. Các phường, xã tuyên truyền người dân không đốt pháo nổ.
Dịp này, UBND thành phố đã trao giấy khen cho 5 tập thể.
Tác giả: Lan Anh
"""

PLAN = """KẾ HOẠCH
Chuyển đổi số năm 2023

II. NHIỆM VỤ

1. Về dịch vụ công

a) Nhiệm vụ:

- Rà soát, chuẩn hóa các thủ tục hành chính; niêm yết công khai tại Bộ phận Một cửa.

b) Cơ quan thực hiện:

- Đơn vị chủ trì: Phòng Nội vụ.

- Đơn vị phối hợp: UBND các phường, xã.

c) Thời gian thực hiện: Hoàn thành trong quý II năm 2023.
"""

TELEGRAM = """CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ điện:
- Trưởng các phòng, ban;
- Chủ tịch UBND các phường, xã.

Theo báo cáo của Đài Khí tượng, từ ngày 12 đến ngày 14/9 có mưa rất to. Mưa lũ đã làm sạt lở nhiều tuyến đường. Để chủ \
động ứng phó, Chủ tịch UBND thành phố yêu cầu:

1. Chủ tịch UBND các phường, xã:

a) Rà soát các khu vực nguy hiểm, kịp thời sơ tán người dân.

b) Báo cáo tình hình thiệt hại về Văn phòng trước 16 giờ hằng ngày.

2. Trưởng phòng Kinh tế và Trưởng phòng Quản lý đô thị khẩn trương kiểm tra các hồ đập, hoàn thành trước ngày 15/9.
"""

TABLE = """Phụ lục phân công nhiệm vụ tháng 11
TT\tNội dung công việc\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn
1\tRà soát các khoản nợ đọng thuế\tPhòng TC-KH\tChi cục Thuế, UBND các phường, xã\t15/11/2022
2\tXây dựng kế hoạch chỉnh trang đô thị\tPhòng Quản lý đô thị\tTháng 12/2022
3\tBáo cáo tình hình dịch bệnh\tPhòng Y tế\tHằng tháng
Người lập biểu
"""


def read(source: str, issued_on: date | None = None) -> Extraction:
    """The text read with the sample city's units and topics."""
    return extract(source, units=UNITS, topics=TOPICS, calendar=Calendar(), issued_on=issued_on)
