"""A conclusion with forty directives, as an office writes them at the end of a quarter; its days lie around today."""

from __future__ import annotations

from datetime import date, timedelta

TEXT = """ỦY BAN NHÂN DÂN
THÀNH PHỐ CAO BẰNG
Số: 268/TB-UBND
Cao Bằng, ngày {day} tháng {month} năm {year}

THÔNG BÁO
Kết luận của Chủ tịch UBND thành phố Nông Quốc Hưng tại phiên họp thường kỳ của UBND thành phố

Ngày {held}, đồng chí Nông Quốc Hưng, Chủ tịch UBND thành phố chủ trì phiên họp thường kỳ. Sau khi nghe các phòng, ban \
báo cáo và ý kiến thảo luận, Chủ tịch UBND thành phố kết luận và chỉ đạo như sau:

1. Giao Phòng Tài chính - Kế hoạch chủ trì, phối hợp với Chi cục Thuế khu vực rà soát các khoản thu còn nợ đọng, \
báo cáo UBND thành phố trước ngày {d10}.
2. Giao Chi cục Thuế khu vực đôn đốc thu nợ thuế của các hộ kinh doanh, hoàn thành trước ngày {d20}.
3. Giao Ban Quản lý dự án đầu tư xây dựng đẩy nhanh tiến độ giải ngân vốn đầu tư công, hoàn thành trước ngày {d30}.
4. Giao Phòng Quản lý đô thị kiểm tra, xử lý các điểm ngập úng trên địa bàn, báo cáo kết quả trước ngày {d15}.
5. Giao Phòng Tài nguyên và Môi trường chủ trì, phối hợp với UBND phường Sông Hiến hoàn thành việc kiểm đếm đất đai \
dự án kè bờ sông trước ngày {d25}.
6. Giao Phòng Kinh tế xây dựng kế hoạch phát triển cây trồng vụ đông, trình UBND thành phố trước ngày {d12}.
7. Giao Phòng Nội vụ tham mưu kế hoạch kiểm tra công vụ, trình UBND thành phố trước ngày {d18}.
8. Giao Phòng Lao động - Thương binh và Xã hội chủ trì, phối hợp với Ủy ban MTTQ Việt Nam thành phố rà soát hộ nghèo, \
hộ cận nghèo, hoàn thành trước ngày {d22}.
9. Giao Phòng Văn hóa và Thông tin xây dựng kế hoạch tuyên truyền chuyển đổi số, trình UBND thành phố trước ngày {d14}.
10. Giao Phòng Giáo dục và Đào tạo kiểm tra cơ sở vật chất các trường học, báo cáo trước ngày {d16}.
11. Giao Phòng Y tế tổ chức kiểm tra an toàn thực phẩm tại các chợ, báo cáo kết quả trước ngày {d28}.
12. Giao Phòng Tư pháp rà soát các văn bản quy phạm pháp luật hết hiệu lực, báo cáo trước ngày {d24}.
13. Giao Thanh tra thành phố ban hành kết luận thanh tra tại Trung tâm Phát triển quỹ đất trước ngày {d26}.
14. Giao Trung tâm Phát triển quỹ đất hoàn thiện phương án bồi thường khu tái định cư Đề Thám, trình thẩm định trước \
ngày {d21}.
15. Giao Trung tâm Văn hóa và Truyền thông tổ chức trang trí, cổ động trực quan, hoàn thành trước ngày {d19}.
16. Giao Ban Quản lý chợ sắp xếp lại các hộ kinh doanh tại chợ Xanh, hoàn thành trước ngày {d27}.
17. Giao Công an thành phố mở đợt cao điểm bảo đảm trật tự an toàn giao thông, báo cáo kết quả trước ngày {d29}.
18. Giao Ban Chỉ huy Quân sự thành phố hoàn thành công tác chuẩn bị tuyển quân trước ngày {d31}.
19. Giao Kho bạc Nhà nước kiểm soát chi, thanh toán vốn đầu tư công kịp thời, hoàn thành trước ngày {d30}.
20. Giao Bảo hiểm xã hội thành phố rà soát đối tượng tham gia bảo hiểm y tế hộ gia đình, báo cáo trước ngày {d17}.
21. Giao Hạt Kiểm lâm thành phố xây dựng phương án phòng cháy, chữa cháy rừng, trình UBND thành phố trước ngày {d13}.
22. Giao Chi cục Thống kê cung cấp số liệu kinh tế - xã hội quý IV trước ngày {d23}.
23. Giao Phòng Quản lý đô thị lập danh mục các tuyến đường cần sửa chữa, đồng thời xây dựng phương án kinh phí \
duy tu, trình UBND thành phố trước ngày {d33}.
24. Giao UBND phường Hợp Giang chỉnh trang vỉa hè phố Kim Đồng, hoàn thành trước ngày {d32}.
25. Giao UBND phường Ngọc Xuân giải tỏa các trường hợp lấn chiếm hành lang đường bộ trước ngày {d34}.
26. Giao UBND xã Vĩnh Quang hoàn thành hồ sơ công nhận xã nông thôn mới nâng cao trước ngày {d35}.
27. Giao Phòng Kinh tế chủ trì, phối hợp với Hạt Kiểm lâm thành phố kiểm tra các cơ sở chế biến gỗ, báo cáo trước ngày \
{d36}.
28. Giao Phòng Nội vụ hoàn thiện đề án vị trí việc làm.
29. Giao Phòng Y tế rà soát trang thiết bị của các trạm y tế.
30. Thực hiện nghiêm quy chế văn hóa công sở trước ngày {d37}.
31. Tăng cường tuyên truyền, vận động nhân dân chấp hành quy định về phòng cháy, chữa cháy trước ngày {d38}.
32. Rà soát, sửa chữa hệ thống chiếu sáng công cộng trên địa bàn trước ngày {d39}.
33. Hoàn thành việc lắp đặt biển tên đường, số nhà trước ngày {d40}.
34. Chấn chỉnh việc để xe trên vỉa hè tại khu vực trung tâm trước ngày {d41}.
35. Giao Trung tâm Dịch vụ nông nghiệp tiêm phòng cho đàn gia súc, hoàn thành trước ngày {d42}.
36. Giao Trung tâm Y tế tổ chức tiêm chủng mở rộng tại các trạm y tế, hoàn thành trước ngày {d43}.
37. Giao Văn phòng HĐND và UBND tham mưu chương trình công tác quý I, trình trước ngày {d44}.
38. Giao Phòng Tư pháp tổ chức lớp tập huấn nghiệp vụ hòa giải ở cơ sở trước ngày {d45}.
39. Giao Phòng Tư pháp biên soạn tài liệu nghiệp vụ hòa giải ở cơ sở trước ngày {d45}.
40. Giao Công an thành phố kiểm tra công tác phòng cháy tại các chung cư, báo cáo trước ngày {d46}.

Trên đây là kết luận của Chủ tịch UBND thành phố tại phiên họp thường kỳ, Văn phòng HĐND và UBND thành phố thông báo \
để các đơn vị biết, thực hiện./.
"""


def text_of(today: date) -> str:
    """Issued today; every term lies ahead."""
    days = {f"d{ahead}": f"{today + timedelta(ahead):%d/%m/%Y}" for ahead in range(10, 50)}
    return TEXT.format(
        day=f"{today:%d}", month=f"{today:%m}", year=today.year, held=f"{today - timedelta(1):%d/%m/%Y}", **days
    )
