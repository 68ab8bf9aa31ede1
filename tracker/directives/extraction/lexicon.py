"""The vocabulary of administration, compiled once: verbs and manners of orders, heads of bodies' names, connectives.

Vietnamese does not inflect, so the place where an owner's name ends is the place where one of these words begins.
"""

from __future__ import annotations

import re

# How the work is to be done: these stand before a verb, and open an order that names no owner.
MANNERS = """
khẩn trương|chủ động|tích cực|tiếp tục|tăng cường|đẩy mạnh|đẩy nhanh|tập trung|kịp thời|thường xuyên|quyết liệt
kiên quyết|nghiêm túc|sớm|nhanh chóng|trực tiếp|phấn đấu|quyết tâm|rứt khoát|dứt khoát|tuyệt đối|liên tục
sẵn sàng|định kỳ|trước mắt|hằng ngày|hàng ngày|hằng tháng|hàng tháng|hằng tuần|hàng tuần|hằng quý|hàng quý
hằng năm|hàng năm|đồng loạt|nỗ lực|cố gắng|tối đa|chỉ được|không được|không để|nghiêm cấm|kiên trì|bám sát
chú trọng|quan tâm|chú ý|lưu ý|ưu tiên|đặc biệt là cần|ngay lập tức|khẩn cấp|đồng thời|phải|cần|có trách nhiệm
chịu trách nhiệm|được giao|được phân công|được yêu cầu|được chỉ đạo|có nhiệm vụ
theo chức năng|theo thẩm quyền|theo nhiệm vụ
căn cứ|trên cơ sở|theo dõi|theo quy định|theo phân công|theo chỉ đạo|theo lĩnh vực|nên|hãy|còn được|cũng được
với vai trò|gấp rút|làm tốt
"""

# What is to be done.
VERBS = r"""
dọn|quét dọn|tổng vệ sinh|tổng dọn|tổng rà soát|tổng kiểm tra|chấm dứt|loại bỏ|thiết lập|chủ động phối hợp
cho vay|cắt tỉa|khơi thông|chằng chống|neo đậu|khuyến cáo|phong tỏa|cách ly|truy vết|xét nghiệm|điều trị|cấp cứu
khử khuẩn|tiêu hủy|tiêu độc|khoanh vùng|giám định|thoái vốn|cổ phần hóa|sáp nhập|hợp nhất|giải thể|chuyển giao
ủy thác|trích lập|hoàn trả|truy thu|miễn giảm|giãn|hoãn|cấp phép|thu phí|đình chỉ|khởi kiện|niêm phong|tạm giữ
bắt giữ|triệt phá|triệt xóa|truy nã|canh gác|công nhận|vinh danh|tôn vinh|cấp phát|trao tặng|đón tiếp|phục vụ
trang trí|treo|lắp|thay thế|sửa đổi|thảm lại|nạo vét|đào đắp|phát hành|xuất bản|đăng tải|phản hồi|giải đáp
tư vấn|hòa giải|thuyết phục|thương lượng|triệu tập|bổ nhiệm|miễn nhiệm|thuyên chuyển|biệt phái|xếp hạng
chấm điểm|thẩm tra|kiểm định|quan trắc|thử nghiệm|tiếp quản|quản trị|liên thông|bảo mật|sao lưu|tiêu thụ
bao tiêu|cung ứng|phân phối|vận chuyển|lưu thông|soạn thảo|biên soạn|dự thảo|xin ý kiến|đóng góp|công chứng
sao gửi|tái lập|bảo trì|bảo dưỡng|trùng tu|chỉnh lý|phúc tra|thanh lý|điều chuyển|bồi hoàn|hoàn nguyên
gieo trồng|thu hoạch|tưới tiêu|tiêu úng|tìm kiếm|khám chữa|chữa cháy|huấn luyện|tuyển chọn|tuyển sinh|thi tuyển
xét tuyển|nhắc|đối chất|nhận diện|phân tích|thống nhất|chấp hành|tuân thủ|tự giác|cảnh giác|răn đe|xử phạt
ngăn ngừa|đẩy lùi|khắc phục|bù đắp|bảo hộ|giải cứu|tái định cư|ổn định|tiết giảm|cắt|hạ|nâng|hoàn tất|khởi động
chuyển hướng|chuẩn hóa|hiện đại hóa|cơ giới hóa|thương mại hóa|quy hoạch|lập hồ sơ|mở rộng|liên kết|hợp tác
ký cam kết|khảo nghiệm|chủ trì|phối hợp|tham mưu|rà soát|kiểm tra|thanh tra|đôn đốc|chỉ đạo|hướng dẫn|triển khai
tổ chức(?! có liên quan| liên quan|,| cá nhân| chính trị| đoàn thể| xã hội| tín dụng| đảng)|thực hiện|xây dựng
hoàn thành|hoàn thiện|báo cáo(?! của| tại| số| nêu| về tình hình| tổng hợp| chung)|trình(?! độ| tự)|gửi|tổng hợp
đề xuất|đề nghị|kiến nghị|yêu cầu|giao(?<!ngoại.giao)(?! thông| dịch| lưu| tiếp| hữu| ban| thoa| mùa)|phân công
lập(?<!công.lập)(?<!độc.lập)(?<!dân.lập)|ban hành|phê duyệt|thẩm định|bố trí|cân đối
cung cấp|cập nhật|công bố|công khai|giám sát|đánh giá|xử lý|giải quyết|tháo gỡ|khắc phục|chấn chỉnh|thống kê
phân loại|thu hồi|bàn giao|tiếp nhận|bồi thường|hỗ trợ|vận động|kêu gọi|tuyên truyền|phổ biến|quán triệt
huy động|bảo đảm|đảm bảo|duy trì|quản lý|kiểm soát|ngăn chặn|phòng ngừa|phát hiện|xem xét|quyết định|nghiên cứu
khảo sát|điều tra|xác định|làm rõ|làm việc|thống nhất|trao đổi|lựa chọn|chuẩn bị|khởi công|khánh thành|thi công
giải phóng|di dời|sửa chữa|nâng cấp|cải tạo|phát triển|mở rộng|đầu tư|giải ngân|thu(?! nhập| hút)
chi(?! cục| nhánh| phí| tiết| bộ| hội)|quyết toán|thanh toán|tạm ứng
cấp(?<!các.cấp)(?! cơ| ủy| có| thẩm| trên| dưới| xã| huyện| tỉnh| trung| bách| thiết| cao| thời| quyền| quản|,|\.)
thành lập
kiện toàn|sắp xếp|điều chỉnh|bổ sung|sửa đổi|bãi bỏ|cắt giảm|đơn giản hóa|nâng cao|phát huy|thúc đẩy
khuyến khích|tạo điều kiện|tạo thuận lợi|tạo chuyển biến|tạo|có phương án|có giải pháp|có biện pháp|có kế hoạch
có báo cáo|có văn bản|có ý kiến|có cam kết|có hình thức|có cơ chế|có cách
có(?! liên| thẩm| nhu| trách| nguy| chức| dự| khả| điều| tỷ| hiệu| hại| lợi| quan| thể| tổng| kế hoạch hoàn)
nắm bắt|nắm chắc|nắm tình hình|theo sát|vận hành|khai thác|sử dụng|ứng dụng|áp dụng|số hóa|chuẩn hóa|kết nối
chia sẻ|tích hợp|đồng bộ|đối soát|tối ưu hóa|tự động|xóa|chăm lo|thăm hỏi|động viên|tri ân|khen thưởng
biểu dương|phê phán|lên án|kỷ luật|kiểm điểm|rút kinh nghiệm|xin lỗi|giải trình|trả lời|tiếp công dân|đối thoại
lấy ý kiến|tham gia|tham gia ý kiến|đăng ký|ký|ký kết|đàm phán|mua sắm|đấu thầu|đấu giá|cho phép|cho thuê
tiến hành|điều hành|điều tiết|điều động|luân chuyển|tuyển dụng|bồi dưỡng|đào tạo|tập huấn|diễn tập
trực(?! thuộc| tuyến)|ứng trực|ứng phó|sơ tán|di chuyển|cứu trợ|cứu hộ|phòng chống|phòng, chống|phòng, tránh
dập dịch|tiêm|phun|vệ sinh|dọn dẹp|thu gom|trồng|chăm sóc|bảo vệ|tuần tra|truy quét|đấu tranh|xử phạt|cưỡng chế
tháo dỡ|giải tỏa|lắp đặt|bơm|gia cố|nạo vét|thông báo|thông tin|truyền thông|phát động|phát sóng|đưa tin
sản xuất|đạo diễn|lên danh sách|liên hệ|mời|tiếp thu|giải thích|chứng minh|đối chiếu|xác minh|xác nhận
chứng nhận|đo đạc|cắm mốc|lồng ghép|gắn|gắn kết|nhân rộng|phân cấp|phân quyền|ủy quyền|phân bổ|phân khai
phân định|giao nhiệm vụ|giao kế hoạch|giao chỉ tiêu|khống chế|chuyển đổi|chuyển|nộp|thu nộp|khoanh|siết chặt
thắt chặt|tiết kiệm|chống|giảm|tăng|đạt|vượt|ổn định|khôi phục|phục hồi|tái thiết|tái đàn|cơ cấu lại|đổi mới
cải thiện|cải cách|cải tiến|thí điểm|sơ kết|tổng kết|kết luận|kiểm kê|kiểm đếm|niêm yết|lưu trữ|bảo quản
ghi nhận|ghi rõ|nêu rõ|chọn|xem lại|coi|lấy|mở|đóng|dừng|tạm dừng|tạm ngưng|chấm dứt|cấm|hạn chế|giữ vững|giữ
giữ gìn|bảo tồn|tôn tạo|quảng bá|xúc tiến|thu hút|kích cầu|bình ổn|dự trữ|dự báo|cảnh báo|theo dõi|chốt chặn
điều phối|phân luồng|duy tu|đi kiểm tra|đi cơ sở|xuống cơ sở|ra quân|vào cuộc|thể chế hóa|cụ thể hóa|thực hành
tự kiểm tra|hậu kiểm|tiền kiểm|làm đầu mối|làm(?<!việc.làm)|đưa|bồi đắp|đề ra|chi trả|trả|trợ cấp|cứu đói|cử|bầu
quy định|quy hoạch|phản ánh|tố giác|khởi tố|truy tố|xét xử|thu dọn|định giá|định hướng|định vị|xét|xét duyệt
bình xét|lắng nghe|phê bình|nhắc nhở|sản xuất|tổ chức lại|sáng tạo|tranh thủ|tiết giảm|đa dạng hóa|xã hội hóa
chỉnh trang|mở đợt|tính toán|quyết toán|kê khai|bám|tìm|học tập|nghiệm thu|xếp loại|thu thập|gia hạn|thu giữ
tịch thu|bơm tiêu|kiểm tra, giám sát|hoàn chỉnh|phụ trách|tạo lập|đề cao|nghiêm khắc|cam kết|thông qua
khảo sát lại|đóng góp
"""

# Verbs that are also part of names ("cơ quan thanh tra", "ban quản lý"): no verb when they follow such a noun.
_NAME_VERBS = r"""
thanh tra|kiểm tra|quản lý|tư vấn|thi công|thẩm định|chủ quản|tham mưu|đầu tư|bảo hiểm|đăng ký|chỉ đạo|điều hành
giám sát|bảo vệ|tổ chức|chủ trì|phối hợp|thực hiện|triển khai|kiểm soát|xây dựng|phát triển|sử dụng|sản xuất
cung cấp|điều tra|kiểm kê|được giao|tuyên truyền|truyền thông|thu|vận hành|tiếp nhận|phòng chống|phòng, chống
cứu hộ|tham gia|giải quyết|khai thác|quy hoạch|khám|bồi thường|xúc tiến|có|trực|ứng phó|thông tin
"""
_NAME_NOUNS = """
ban chỉ huy|ban chỉ đạo|cơ quan|dự án|nhà thầu|chủ đầu tư|nhà đầu tư|đơn vị|hội đồng|đoàn|tổ|ban|lực lượng
bộ phận|công ty|trung tâm|văn phòng|tổ chức|chi nhánh|bệnh viện|doanh nghiệp|đối tượng|thành viên|chủ thể|quỹ
cổng|viện|cục|đội|xí nghiệp|nhà máy
"""

# First words of a name of a body or post.
_HEADS = r"""
công chức|viên chức|nhân viên|viễn thông|bưu điện|viettel|mobifone|vinaphone|
ban nhân dân|trưởng thôn|trưởng xóm|tổ trưởng|các hộ|chủ hộ|chi bộ|đảng bộ|đảng viên|câu lạc bộ|
tổ hợp tác
bộ trưởng|bộ chỉ huy|bộ tư lệnh
bộ phận(?= (?:chuyên môn|tham mưu|một cửa|tiếp nhận|văn phòng|phụ trách|liên quan))
bộ(?! máy| phận| chỉ số| tiêu| hồ sơ| cơ chế| dữ liệu| luật| thủ| đội cụ| quy| đề)|bộ đội|thứ trưởng|sở(?! hữu)
ban(?! hành| đầu| đêm| ngày)|ngành|phòng(?!,? chống|,? tránh| ngừa| họp| bệnh| dịch| thủ| cháy|,? ngăn)|ubnd
ủy ban|hđnd|hội đồng|chủ tịch|phó chủ tịch|bí thư|phó bí thư|giám đốc|phó giám đốc|tổng giám đốc|thủ trưởng
chánh|trưởng|phó trưởng|phó thủ tướng|văn phòng|vp|công an|quân đội|quân sự|ban chỉ huy|bch|thanh tra(?! các)
kiểm toán|ngân hàng|kho bạc|chi cục|cục|tổng cục|vụ(?! việc| án| cháy| thảm| mùa)|viện|trường(?! hợp)|trung tâm
công ty|tổng công ty|tập đoàn|doanh nghiệp|đài(?! phun)|báo(?= (?-i:[A-ZĐ]))|tạp chí|thông tấn xã|cổng thông tin
cổng ttđt|mặt trận|ủy viên|hội(?! nghị| họp| thảo| nhập| chợ| tụ)|đoàn(?! kết| xe)|liên đoàn|hiệp hội|cơ quan
các cơ quan|đơn vị|địa phương|tỉnh|thành phố|tp\.?|quận|huyện|thị xã|thị trấn|phường|xã(?! hội)|đặc khu|khu phố
thôn|tổ(?! chức)|tổ dân phố|xóm|cấp ủy|chính quyền|lực lượng|các cấp|nhân dân các|đảng ủy|thành ủy|tỉnh ủy
huyện ủy|quận ủy|chủ đầu tư|nhà thầu|nhà đầu tư|chủ rừng|chủ thể|thường trực(?! \d)|ban thường vụ|người đứng đầu
cá nhân|cán bộ|dân quân tự vệ|tổ chức(?= chính trị| xã hội| đoàn thể| liên quan| tín dụng)|hệ thống(?= các)
đoàn thể|đối tượng|thành viên|chính phủ|liên ngành|điện lực|bảo hiểm xã hội|bhxh|lãnh đạo|đồng chí|đ/c|ông|bà
hạt kiểm lâm|ban qlda|bqlda|bql|kbnn|mttq|trạm|đội|hợp tác xã|htx|bệnh viện|cơ sở|học viện|đại học|phòng khám
tòa án|viện kiểm sát|chi nhánh|công đoàn|thống đốc|tổng thanh tra|tổng kiểm toán|tổng biên tập|chủ nhiệm
phó chủ nhiệm|chính ủy|tư lệnh|chỉ huy trưởng|hiệu trưởng|kế toán trưởng|tổ trưởng|chi cục trưởng|cục trưởng
vụ trưởng|viện trưởng|quân khu|quân chủng|quân đoàn|binh đoàn|binh chủng|sư đoàn|lữ đoàn|trung đoàn|btl|biên phòng
kiểm ngư|kiểm lâm|thuế cơ sở|thuế(?= (?-i:[A-ZĐ]))|cảnh sát|hải quan|các ngân hàng
(?-i:[A-ZĐ]{2,6})(?=[ ,:])
"""
_DETERMINERS = (
    r"(?:(?:tất cả|toàn thể|toàn bộ)\s+)?(?:(?:các|những|mỗi|từng|hai|ba|bốn|"
    r"\d{1,3})\s+)?(?:(?:đồng chí|đ/c|ông|bà)\s+)?"
)


_BAR = re.compile(r"\|(?![^()]*\))")


def _alternation(words: str) -> str:
    parts = [part.strip() for line in words.strip().splitlines() for part in _BAR.split(line) if part.strip()]
    parts = sorted(dict.fromkeys(parts), key=len, reverse=True)
    return "(?:" + "|".join(part.replace(" ", r"\s+") for part in parts) + ")"


_WORD_END = r"(?![^\W_])"
ACTION = re.compile(rf"(?<![^\W_])(?:{_alternation(MANNERS + VERBS)}){_WORD_END}", re.IGNORECASE)
# What may open an item of a list of orders, and is too short or too common to end an owner's name.
_OPENERS = r"""
đấu nối|củng cố|tôn cao|nhập|nhập liệu|scan|quét|số hoá|rà|san lấp|san gạt|đắp|đào|khoan|xây|xây lắp|dựng|lợp|sơn
kẻ vạch|chiếu sáng|đóng điện|thông xe|thông tuyến|trang bị|mua|bán|thuê|đặt hàng|dán|gắn biển|treo|đặt|bón|gieo|cấy
thả|nuôi|chăn nuôi|chữa trị|tẩy|diệt|xịt|rắc|đốt|chôn|chôn lấp|thu|gom|hốt|xúc|chở|vận tải|tập kết|trưng bày|trưng dụng
phê chuẩn|in|in ấn|sao chụp|dịch|biên tập|tra cứu|soát xét|đối khớp|đối sánh|nhắc việc|dành|ủng hộ|quyên góp|trao|phát
đón|tiếp|gặp|gặp gỡ|gặp mặt|họp|giao ban|bàn|bàn bạc|thảo luận|hỏi|nghe|chất vấn|tham vấn|tham khảo|hội ý|học|dạy|ôn
rèn luyện|thi đua|tuyên dương|thưởng|phân loại|phân nhóm|phân vai|phân tuyến|chốt|chốt trực|canh|gác|tuần tra|mật phục
truy bắt|xóa sổ|bóc gỡ|gỡ|gỡ bỏ|nhổ|chặt|chặt hạ|tỉa|phát quang|hủy|hủy bỏ|ngừng|ngưng|dời|lùi|hoãn|rút|rút ngắn|kéo dài
chịu|đảm nhận|đảm nhiệm|gánh|kê|khai|kê biên|tính|tính đúng|tính đủ|bù|bù trừ|khấu trừ|hoàn|hoàn thuế|miễn|giãn|khoán
thường trực(?= \d)|bật|tắt|mở rộng|thu hẹp|nới|siết|buộc|bắt buộc|ấn định|ghi|ghi chép|chụp|quay phim|lưu|lưu giữ|lưu ý
tự|nêu|nêu cao|khơi dậy|lan tỏa|nhân bản|biến|khép kín|làm mới|tái cơ cấu|tái cấu trúc|luân phiên|luân canh|xen canh
vay|trả|nộp|đôn đốc|thúc|giục|nhắc|thay|thay mới|tôn vinh|tưởng niệm|kỷ niệm|dâng hương|viếng|thăm|khánh tiết|tháo
khoanh định|cắm|cắm biển|rào|rào chắn|bịt|vá|láng|lát|trải|thảm|rải|quét vôi|nạo|khai thông|khai giảng|bế giảng
tựu trường
"""
_NOT_DONE = r"(?:không|chưa)\s+(?:được\s+|tự ý\s+|nên\s+)?"
OPENER = re.compile(
    rf"(?<![^\W_])(?:{_NOT_DONE})?(?:{_alternation(MANNERS + VERBS + _OPENERS)}|(?<=không )chấp nhận){_WORD_END}",
    re.IGNORECASE,
)
MANNER = re.compile(rf"(?<![^\W_])(?:{_alternation(MANNERS)}){_WORD_END}", re.IGNORECASE)
NAME_VERB = re.compile(_alternation(_NAME_VERBS) + r"\Z", re.IGNORECASE)
# After a noun of bodies these are always part of the name, whatever follows.
_FIXED = """
soạn thảo|phòng chống|phòng, chống|phòng thủ|tìm kiếm|thanh tra|tư vấn|thi công|chủ quản|truyền thông|điều tra
thẩm định|đăng ký|quản lý|bảo hiểm|bồi thường|kiểm kê|thông tin|đầu tư|khám|được giao|kiểm tra|xây dựng
"""
MANNER_WORD = re.compile(rf"(?:{_alternation(MANNERS)}){_WORD_END}", re.IGNORECASE)
FIXED_NAME_VERB = re.compile(_alternation(_FIXED) + r"\Z", re.IGNORECASE)
# Manners that no name holds: where one stands, the name has ended.
_SURE = """
được giao|được yêu cầu|khẩn trương|phải|cần|chủ động|tiếp tục|tập trung|tăng cường|có trách nhiệm
chịu trách nhiệm|kịp thời|thường xuyên|quyết liệt|nghiêm túc|chủ trì|phối hợp|nhanh chóng
"""
SURE = re.compile(rf"(?:{_alternation(_SURE)}){_WORD_END}", re.IGNORECASE)
NAME_NOUN_BEFORE = re.compile(_alternation(_NAME_NOUNS) + r"\s+\Z", re.IGNORECASE)
BODY = re.compile(rf"{_DETERMINERS}(?:{_alternation(_HEADS)}){_WORD_END}", re.IGNORECASE)

# Verbs that are rather nouns when a word of duty follows: "các dự án phát triển đô thị khẩn trương …".
NOUNISH = re.compile(
    r"(?:phát triển|đầu tư|xây dựng|quản lý|bảo vệ|khai thác|vận hành|sản xuất|bảo trì)\Z", re.IGNORECASE
)
DUTY = re.compile(r"[^,;:]{0,60}?\s(?:khẩn trương|có trách nhiệm|chịu trách nhiệm|chủ trì)(?![^\W_])", re.IGNORECASE)

CONNECTIVE = re.compile(
    r"(?:(?:đồng thời|ngoài ra|bên cạnh đó|cạnh đó|cùng với đó|cùng đó|song song đó|song song với đó|trong đó|"
    r"theo đó|tiếp đó|tiếp theo|cụ thể|đặc biệt|do đó|do vậy|vì vậy|vì thế|từ đó|mặt khác|trước mắt"
    r"|về lâu dài|đáng chú ý|riêng|trên cơ sở đó|qua đó|cuối cùng|bên cạnh việc đó|ngoài việc trên|"
    r"thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?: là)?|(?:một|hai|ba|bốn|năm|sáu|bảy) là|và|nhưng|còn|"
    r"đến nay)\s*[,:]?\s+|[“\"”']\s*|\(?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})\)\s+)",
    re.IGNORECASE,
)
