"""Pairs of orders, written by hand: one that came back in other words, and different ones that sound alike.

The limits of `resemblance` were chosen on SAME and DIFFERENT; the UNSEEN ones were written afterwards and only
measured.
"""

from __future__ import annotations

# The same order, told again a month later, by another leader, shorter, longer, or with other words around it.
SAME = [
    (
        "Phòng Tư pháp chủ trì, phối hợp với UBND các phường, xã số hóa sổ hộ tịch, hoàn thành trước ngày 10/11/2026.",
        "Giao Phòng Tư pháp tiếp tục đôn đốc UBND các phường, xã hoàn thành việc số hóa sổ hộ tịch trước ngày "
        "20/12/2026.",
    ),
    (
        "Phòng Kinh tế hoàn thiện hồ sơ đánh giá, phân hạng 16 sản phẩm OCOP của 9 chủ thể, trình Hội đồng trước "
        "ngày 01/12/2026.",
        "Phòng Kinh tế khẩn trương hoàn thiện hồ sơ của 16 sản phẩm OCOP để trình Hội đồng đánh giá, phân hạng; "
        "hoàn thành trong tháng 12.",
    ),
    (
        "Phòng Quản lý đô thị chủ trì, phối hợp với UBND phường Hợp Giang vận động các hộ kinh doanh tháo dỡ mái che "
        "lấn chiếm trước ngày 06/12/2026.",
        "Giao Phòng Quản lý đô thị phối hợp với UBND phường Hợp Giang tiếp tục tuyên truyền, vận động, kiên quyết "
        "tháo dỡ mái che lấn chiếm vỉa hè của các hộ kinh doanh.",
    ),
    (
        "UBND 11 phường, xã vận động nguồn lực xã hội, hỗ trợ hộ nghèo xóa nhà tạm, nhà dột nát trên địa bàn; báo cáo "
        "số nhà đã hoàn thành trước ngày 03/12/2026.",
        "Các phường, xã đẩy mạnh xã hội hóa công tác xóa nhà tạm, nhà dột nát cho hộ nghèo, báo cáo số nhà đã hoàn "
        "thành trước ngày 31/12/2026.",
    ),
    (
        "Ban Quản lý dự án đầu tư xây dựng đôn đốc nhà thầu tăng ca, hoàn thành lát vỉa hè phố đi bộ Kim Đồng trước "
        "ngày 12/12/2026.",
        "Ban Quản lý dự án đầu tư xây dựng chỉ đạo nhà thầu đẩy nhanh tiến độ lát vỉa hè phố đi bộ Kim Đồng, bảo đảm "
        "xong trước Tết Nguyên đán.",
    ),
    (
        "Phòng Nội vụ rà soát, sửa đổi quy chế làm việc của Bộ phận một cửa, trình UBND thành phố trước ngày "
        "20/10/2026.",
        "Phòng Nội vụ sớm hoàn thành việc sửa đổi quy chế làm việc của Bộ phận một cửa để trình UBND thành phố ban "
        "hành.",
    ),
    (
        "Chi cục Thuế khu vực chủ trì, phối hợp với Phòng Tài chính - Kế hoạch rà soát từng nguồn thu, đôn đốc các "
        "khoản nợ thuế, bảo đảm thu ngân sách nhà nước trên địa bàn đạt và vượt kế hoạch giao.",
        "Chi cục Thuế tiếp tục rà soát các nguồn thu, quyết liệt đôn đốc thu nợ thuế để thu ngân sách trên địa bàn "
        "đạt kế hoạch được giao.",
    ),
    (
        "Phòng Giáo dục và Đào tạo rà soát cơ sở vật chất trường học, đề xuất danh mục sửa chữa cấp bách trước ngày "
        "22/10/2026.",
        "Yêu cầu Phòng Giáo dục và Đào tạo báo cáo danh mục các trường học cần sửa chữa cấp bách cơ sở vật chất, chậm "
        "nhất ngày 15/11/2026.",
    ),
    (
        "Phòng Tài nguyên và Môi trường chủ trì, phối hợp với Trung tâm Phát triển quỹ đất, UBND phường Đề Thám hoàn "
        "thành kiểm đếm, giải phóng mặt bằng tuyến đường nối khu đô thị Đề Thám trước ngày 12/11/2026.",
        "Phòng Tài nguyên và Môi trường khẩn trương hoàn thành công tác giải phóng mặt bằng tuyến đường nối khu đô "
        "thị Đề Thám, bàn giao cho chủ đầu tư trong quý I/2027.",
    ),
    (
        "Phòng Văn hóa và Thông tin chủ trì nâng tỷ lệ hồ sơ một cửa giải quyết trực tuyến lên trên 80%; hoàn thành "
        "trước ngày 22/12/2026.",
        "Phòng Văn hóa và Thông tin có giải pháp để tỷ lệ hồ sơ một cửa được giải quyết trực tuyến đạt trên 80% ngay "
        "trong tháng 12.",
    ),
    (
        "Phòng Y tế kiểm tra an toàn thực phẩm các điểm bán hàng ăn uống tại phố đi bộ.",
        "Phòng Y tế chủ trì, phối hợp với Đội Quản lý thị trường tăng cường kiểm tra an toàn thực phẩm tại các điểm "
        "bán hàng ăn uống khu vực phố đi bộ.",
    ),
    (
        "Công an thành phố lập phương án phân luồng giao thông, bảo đảm an ninh trật tự trong dịp khai trương.",
        "Đề nghị Công an thành phố hoàn thiện phương án phân luồng giao thông và bảo đảm an ninh, trật tự phục vụ lễ "
        "khai trương.",
    ),
    (
        "Phòng Quản lý đô thị lập phương án sắp xếp bãi đỗ xe tại khu vực đón khách du lịch; trình UBND thành phố "
        "trước ngày 08/11/2026.",
        "Phòng Quản lý đô thị khẩn trương trình UBND thành phố phương án sắp xếp các bãi đỗ xe ở khu vực đón khách "
        "du lịch (đã quá hạn).",
    ),
    (
        "Phòng Lao động - Thương binh và Xã hội rà soát đối tượng và chi trả đầy đủ, kịp thời các chính sách an sinh "
        "xã hội cho người có công, hộ nghèo và đối tượng bảo trợ xã hội.",
        "Phòng Lao động - Thương binh và Xã hội tiếp tục thực hiện chi trả kịp thời các chính sách an sinh xã hội đối "
        "với người có công, hộ nghèo, đối tượng bảo trợ xã hội trước Tết.",
    ),
    (
        "Phòng Kinh tế rà soát tiêu chí nông thôn mới nâng cao tại các xã Chu Trinh, Hưng Đạo, Vĩnh Quang và trình "
        "kế hoạch khắc phục các tiêu chí chưa đạt.",
        "Phòng Kinh tế phối hợp với các xã Chu Trinh, Hưng Đạo, Vĩnh Quang khắc phục các tiêu chí nông thôn mới nâng "
        "cao chưa đạt theo kế hoạch.",
    ),
    (
        "Thanh tra thành phố ban hành kết luận thanh tra việc quản lý, sử dụng đất tại xã Vĩnh Quang trước 30/11/2026.",
        "Thanh tra thành phố sớm ban hành kết luận thanh tra về quản lý, sử dụng đất đai ở xã Vĩnh Quang.",
    ),
    (
        "Văn phòng HĐND và UBND tham mưu tổ chức hội nghị đối thoại với doanh nghiệp trong tháng 10/2026.",
        "Văn phòng HĐND và UBND chuẩn bị nội dung, tham mưu tổ chức Hội nghị đối thoại với doanh nghiệp vào giữa "
        "tháng 12/2026.",
    ),
    (
        "Phòng Tài chính - Kế hoạch phân bổ và giải ngân vốn ngân sách các chương trình mục tiêu quốc gia, không để "
        "vốn phải chuyển nguồn; hoàn thành trước ngày 09/12/2026.",
        "Giao Phòng TC-KH tập trung giải ngân vốn các Chương trình mục tiêu quốc gia năm 2026, tuyệt đối không để "
        "chuyển nguồn sang năm sau.",
    ),
    (
        "Ban Quản lý dự án đẩy nhanh nghiệm thu, thanh toán khối lượng hoàn thành, giải ngân vốn đầu tư xây dựng cơ "
        "bản đạt trên 90% kế hoạch.",
        "Ban Quản lý dự án đầu tư xây dựng tiếp tục đẩy nhanh tiến độ nghiệm thu, thanh toán, phấn đấu đến 31/12 giải "
        "ngân vốn đầu tư xây dựng cơ bản đạt trên 95% kế hoạch.",
    ),
    (
        "Trung tâm Văn hóa và Truyền thông xây dựng kịch bản chương trình nghệ thuật khai trương phố đi bộ, trình UBND "
        "thành phố.",
        "Trung tâm Văn hóa và Truyền thông chỉnh sửa, hoàn thiện kịch bản chương trình nghệ thuật khai trương phố đi "
        "bộ theo ý kiến góp ý.",
    ),
    (
        "UBND các phường, xã tổng vệ sinh môi trường vào sáng thứ Bảy hằng tuần.",
        "UBND các phường, xã duy trì nghiêm túc việc tổng vệ sinh môi trường sáng thứ bảy hàng tuần.",
    ),
    (
        "Hạt Kiểm lâm kiểm tra, xử lý dứt điểm vụ phá rừng trái phép tại khu vực Nà Lắc, báo cáo trước 15/11/2026.",
        "Hạt Kiểm lâm báo cáo kết quả xử lý vụ phá rừng trái phép tại Nà Lắc.",
    ),
    (
        "Phòng Nội vụ tham mưu kế hoạch tuyển dụng viên chức ngành giáo dục năm 2026.",
        "Phòng Nội vụ chủ trì, phối hợp Phòng Giáo dục và Đào tạo hoàn thiện, trình kế hoạch tuyển dụng viên chức sự "
        "nghiệp giáo dục.",
    ),
    (
        "Công ty Điện lực khắc phục tình trạng mất điện kéo dài tại tổ 7, phường Sông Bằng.",
        "Đề nghị Công ty Điện lực sớm có biện pháp khắc phục việc mất điện kéo dài ở tổ 7 phường Sông Bằng mà cử tri "
        "đã nhiều lần kiến nghị.",
    ),
    (
        "Phòng Kinh tế tham mưu phương án phòng, chống rét cho đàn vật nuôi vụ Đông Xuân 2026 - 2027.",
        "Phòng Kinh tế hướng dẫn các xã triển khai phương án phòng, chống đói, rét cho đàn vật nuôi vụ Đông Xuân.",
    ),
    (
        "UBND phường Tân Giang giải quyết dứt điểm đơn kiến nghị của các hộ dân tổ 12 về ngập úng.",
        "UBND phường Tân Giang báo cáo việc giải quyết kiến nghị ngập úng của các hộ dân tổ 12 trước ngày 20/12.",
    ),
]

# Different orders: of the same topic, to the same unit, with the same formulas; another place, another object.
DIFFERENT = [
    (
        "Phòng Tư pháp chủ trì, phối hợp với UBND các phường, xã số hóa sổ hộ tịch, hoàn thành trước ngày 10/11/2026.",
        "Phòng Tư pháp chủ trì, phối hợp với UBND các phường, xã tuyên truyền Luật Đất đai, hoàn thành trước ngày "
        "10/11/2026.",
    ),
    (
        "Phòng Tài nguyên và Môi trường hoàn thành giải phóng mặt bằng tuyến đường nối khu đô thị Đề Thám.",
        "Phòng Tài nguyên và Môi trường hoàn thành giải phóng mặt bằng dự án kè bờ sông Hiến.",
    ),
    (
        "Tiếp tục thực hiện tốt công tác phòng, chống dịch bệnh; báo cáo kết quả trước ngày 20/12/2026.",
        "Tiếp tục thực hiện tốt công tác cải cách hành chính; báo cáo kết quả trước ngày 20/12/2026.",
    ),
    (
        "Phòng Tài chính - Kế hoạch phân bổ và giải ngân vốn ngân sách các chương trình mục tiêu quốc gia.",
        "Ban Quản lý dự án đầu tư xây dựng giải ngân vốn đầu tư xây dựng cơ bản đạt trên 90% kế hoạch.",
    ),
    (
        "Phòng Kinh tế hoàn thiện hồ sơ đánh giá, phân hạng 16 sản phẩm OCOP của 9 chủ thể, trình Hội đồng.",
        "Phòng Kinh tế tổ chức hội chợ giới thiệu sản phẩm OCOP dịp cuối năm.",
    ),
    (
        "Phòng Quản lý đô thị kiểm tra trật tự xây dựng tại các tuyến phố chính, báo cáo kết quả xử lý.",
        "Phòng Quản lý đô thị kiểm tra hệ thống chiếu sáng tại các tuyến phố chính, báo cáo kết quả khắc phục.",
    ),
    (
        "UBND phường Tân Giang xử lý dứt điểm các điểm đổ rác thải trái phép.",
        "UBND phường Sông Bằng xử lý dứt điểm các hộ lấn chiếm hành lang an toàn giao thông.",
    ),
    (
        "Phòng Y tế kiểm tra an toàn thực phẩm các điểm bán hàng ăn uống.",
        "Phòng Y tế rà soát trang thiết bị của các trạm y tế phường, xã.",
    ),
    (
        "Thanh tra thành phố ban hành kết luận thanh tra việc quản lý đất đai tại xã Vĩnh Quang.",
        "Thanh tra thành phố ban hành kết luận thanh tra việc quản lý tài chính tại Trường THCS Hợp Giang.",
    ),
    (
        "Chi cục Thuế đôn đốc các khoản nợ thuế, bảo đảm thu ngân sách đạt kế hoạch.",
        "Chi cục Thuế hướng dẫn hộ kinh doanh chuyển sang phương pháp kê khai, sử dụng hóa đơn điện tử.",
    ),
    (
        "Phòng Nội vụ rà soát, sửa đổi quy chế làm việc của Bộ phận một cửa, trình UBND thành phố.",
        "Phòng Nội vụ rà soát, sửa đổi quy chế thi đua, khen thưởng, trình UBND thành phố.",
    ),
    (
        "Phòng Giáo dục và Đào tạo rà soát cơ sở vật chất trường học, đề xuất danh mục sửa chữa cấp bách.",
        "Phòng Giáo dục và Đào tạo rà soát đội ngũ giáo viên, đề xuất phương án điều động, biệt phái.",
    ),
    (
        "Ban Quản lý dự án hoàn thành lát vỉa hè phố đi bộ Kim Đồng trước ngày 12/12/2026.",
        "Ban Quản lý dự án hoàn thành lắp đặt chiếu sáng phố đi bộ Kim Đồng trước ngày 12/12/2026.",
    ),
    (
        "UBND các phường, xã báo cáo số nhà tạm, nhà dột nát đã xóa trước ngày 25 hằng tháng.",
        "UBND các phường, xã báo cáo số hộ nghèo, cận nghèo sau rà soát trước ngày 25/11/2026.",
    ),
    (
        "Công an thành phố lập phương án phân luồng giao thông phục vụ lễ khai trương phố đi bộ.",
        "Công an thành phố mở đợt cao điểm trấn áp tội phạm dịp Tết Nguyên đán.",
    ),
    (
        "Phòng Văn hóa và Thông tin đẩy mạnh xây dựng chính quyền số, kinh tế số và xã hội số.",
        "Phòng Văn hóa và Thông tin tham mưu kế hoạch tổ chức Tuần lễ Văn hóa, Du lịch năm 2027.",
    ),
    (
        "Phòng Lao động - Thương binh và Xã hội chi trả kịp thời các chính sách an sinh xã hội.",
        "Phòng Lao động - Thương binh và Xã hội tổ chức thăm, tặng quà gia đình chính sách nhân dịp Tết.",
    ),
    (
        "Văn phòng HĐND và UBND tham mưu tổ chức hội nghị đối thoại với doanh nghiệp trong tháng 12.",
        "Văn phòng HĐND và UBND tham mưu tổ chức hội nghị tổng kết công tác năm 2026.",
    ),
    (
        "UBND xã Hưng Đạo hoàn thành 3 tiêu chí nông thôn mới nâng cao còn lại.",
        "UBND xã Chu Trinh hoàn thành đường bê tông liên xóm Nà Đuốc - Khuổi Khán.",
    ),
    (
        "Trung tâm Văn hóa và Truyền thông xây dựng kịch bản chương trình nghệ thuật khai trương phố đi bộ.",
        "Trung tâm Văn hóa và Truyền thông tuyên truyền lưu động về an toàn giao thông tại các trường học.",
    ),
    (
        "Phòng Kinh tế tham mưu phương án phòng, chống rét cho đàn vật nuôi vụ Đông Xuân.",
        "Phòng Kinh tế tham mưu kế hoạch sản xuất nông nghiệp vụ Đông Xuân.",
    ),
    (
        "Phòng Tài chính - Kế hoạch tham mưu dự toán thu, chi ngân sách năm 2027.",
        "Phòng Tài chính - Kế hoạch tham mưu quyết toán thu, chi ngân sách năm 2025.",
    ),
    (
        "Ban Quản lý dự án đầu tư xây dựng hoàn thiện hồ sơ dự án Trường Mầm non Sông Hiến, trình thẩm định.",
        "Ban Quản lý dự án đầu tư xây dựng hoàn thiện hồ sơ dự án Trạm Y tế xã Vĩnh Quang, trình thẩm định.",
    ),
    (
        "Giao Phòng Quản lý đô thị khẩn trương tham mưu, trình UBND thành phố xem xét, quyết định trước ngày "
        "15/12/2026 đề án quản lý cây xanh.",
        "Giao Phòng Quản lý đô thị khẩn trương tham mưu, trình UBND thành phố xem xét, quyết định trước ngày "
        "15/12/2026 đề án đặt tên đường.",
    ),
    (
        "Các đồng chí thành viên UBND thành phố tiếp tục nâng cao tinh thần trách nhiệm, giữ nghiêm kỷ luật.",
        "Các phòng, ban tiếp tục nâng cao chất lượng tham mưu, chấp hành nghiêm chế độ báo cáo.",
    ),
    (
        "Hạt Kiểm lâm kiểm tra, xử lý vụ phá rừng trái phép tại khu vực Nà Lắc.",
        "Hạt Kiểm lâm xây dựng phương án phòng cháy, chữa cháy rừng mùa khô 2026 - 2027.",
    ),
    (
        "Công ty Điện lực khắc phục tình trạng mất điện kéo dài tại tổ 7, phường Sông Bằng.",
        "Công ty Điện lực di dời 12 cột điện trong phạm vi giải phóng mặt bằng đường Bế Văn Đàn.",
    ),
    (
        "Phòng Nội vụ tham mưu kế hoạch tuyển dụng viên chức ngành giáo dục.",
        "Phòng Nội vụ tham mưu kế hoạch tinh giản biên chế năm 2027.",
    ),
]

UNSEEN_SAME = [
    (
        "Phòng Tài nguyên và Môi trường tham mưu xử lý bãi rác tạm tại xóm Nà Kéo trước ngày 15/12/2026.",
        "Giao Phòng Tài nguyên và Môi trường báo cáo kết quả xử lý bãi rác tạm xóm Nà Kéo trong tháng 1.",
    ),
    (
        "Phòng Y tế phối hợp với Trung tâm Y tế tiêm vắc xin phòng dại cho đàn chó nuôi trên địa bàn.",
        "Phòng Y tế tiếp tục đẩy mạnh tiêm phòng dại cho đàn chó nuôi, phấn đấu đạt trên 90% tổng đàn.",
    ),
    (
        "Phòng Quản lý đô thị thay thế các bóng đèn đường bị hỏng trên đường Hoàng Đình Giong.",
        "Phòng Quản lý đô thị kiểm tra, sửa chữa ngay hệ thống đèn đường bị hỏng trên đường Hoàng Đình Giong.",
    ),
    (
        "UBND phường Đề Thám di dời các hộ có nguy cơ sạt lở tại tổ 3 đến nơi an toàn.",
        "UBND phường Đề Thám hoàn thành việc di dời 5 hộ dân tổ 3 trong vùng nguy cơ sạt lở trước mùa mưa.",
    ),
    (
        "Văn phòng HĐND và UBND đôn đốc các đơn vị xử lý văn bản trên hệ thống quản lý văn bản, không để quá hạn.",
        "Văn phòng HĐND và UBND theo dõi, nhắc việc xử lý văn bản quá hạn trên hệ thống quản lý văn bản.",
    ),
    (
        "Phòng Nội vụ trình phương án sắp xếp, sáp nhập tổ dân phố trên địa bàn thành phố.",
        "Phòng Nội vụ hoàn thiện phương án sáp nhập các tổ dân phố theo ý kiến của Sở Nội vụ.",
    ),
    (
        "Công an thành phố xử lý xe tải chở đất đá làm rơi vãi trên tuyến tránh.",
        "Công an thành phố tăng cường tuần tra, xử phạt xe tải chở quá tải, làm rơi vãi đất đá trên tuyến tránh.",
    ),
    (
        "Phòng Giáo dục và Đào tạo báo cáo việc thu các khoản đầu năm học của các trường.",
        "Phòng Giáo dục và Đào tạo chấn chỉnh, báo cáo kết quả kiểm tra các khoản thu đầu năm học tại các trường.",
    ),
    (
        "Thanh tra thành phố giải quyết đơn khiếu nại của bà Nông Thị Mai, phường Ngọc Xuân.",
        "Thanh tra thành phố khẩn trương kết luận nội dung khiếu nại của bà Nông Thị Mai (phường Ngọc Xuân).",
    ),
    (
        "Ban Quản lý dự án lựa chọn nhà thầu xây dựng cầu Nà Cáp trước 31/12/2026.",
        "Ban Quản lý dự án báo cáo tiến độ lựa chọn nhà thầu thi công cầu Nà Cáp.",
    ),
]

UNSEEN_DIFFERENT = [
    (
        "Phòng Tài nguyên và Môi trường tham mưu xử lý bãi rác tạm tại xóm Nà Kéo.",
        "Phòng Tài nguyên và Môi trường tham mưu cấp giấy chứng nhận quyền sử dụng đất tại xóm Nà Kéo.",
    ),
    (
        "Phòng Y tế phối hợp với Trung tâm Y tế tiêm vắc xin phòng dại cho đàn chó nuôi.",
        "Phòng Y tế phối hợp với Trung tâm Y tế phun hóa chất diệt muỗi phòng sốt xuất huyết.",
    ),
    (
        "Phòng Quản lý đô thị thay thế bóng đèn hỏng trên đường Hoàng Đình Giong.",
        "Phòng Quản lý đô thị thay thế nắp cống hỏng trên đường Pác Bó.",
    ),
    (
        "UBND phường Đề Thám di dời các hộ có nguy cơ sạt lở tại tổ 3.",
        "UBND phường Đề Thám tổ chức lấy ý kiến nhân dân về tên đường tại tổ 3.",
    ),
    (
        "Văn phòng HĐND và UBND đôn đốc xử lý văn bản quá hạn.",
        "Văn phòng HĐND và UBND chuẩn bị tài liệu kỳ họp cuối năm của HĐND thành phố.",
    ),
    (
        "Phòng Nội vụ trình phương án sáp nhập tổ dân phố.",
        "Phòng Nội vụ trình phương án bố trí cán bộ không chuyên trách.",
    ),
    (
        "Công an thành phố xử lý xe tải làm rơi vãi đất đá trên tuyến tránh.",
        "Công an thành phố xử lý tình trạng thanh thiếu niên tụ tập đua xe ban đêm.",
    ),
    (
        "Phòng Giáo dục và Đào tạo kiểm tra các khoản thu đầu năm học.",
        "Phòng Giáo dục và Đào tạo kiểm tra bếp ăn bán trú của các trường mầm non.",
    ),
    (
        "Thanh tra thành phố giải quyết đơn khiếu nại của bà Nông Thị Mai, phường Ngọc Xuân.",
        "Thanh tra thành phố giải quyết đơn khiếu nại của ông Bế Văn Tùng, phường Hòa Chung.",
    ),
    (
        "Ban Quản lý dự án lựa chọn nhà thầu xây dựng cầu Nà Cáp trước 31/12/2026.",
        "Ban Quản lý dự án lựa chọn nhà thầu xây dựng nhà văn hóa phường Sông Hiến trước 31/12/2026.",
    ),
]
