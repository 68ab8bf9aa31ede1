"""Replies as mail programmes of Vietnamese offices write them: (name, what the body holds, what its writer typed)."""

from __future__ import annotations

QUOTED = """
> Nhắc việc: Thu ngân sách đạt kế hoạch
> NV-2026-0142 · hạn 15/12/2026
>
> Mở nhiệm vụ: http://tracker.example.vn/tasks/1
"""
PLAIN_QUOTED = QUOTED.replace("> ", "").replace(">", "")
SENDER = "UBND thành phố Cao Bằng <chidao+abc@example.vn>"

PLAIN = [
    (
        "gmail_vi",
        f"Đã thu 58 tỷ đồng.\n\nVào Th 3, 24 thg 11, 2026 vào lúc 09:15 {SENDER} đã viết:\n{QUOTED}",
        "Đã thu 58 tỷ đồng.",
    ),
    (
        "gmail_vi_over_two_lines",
        "Đã thu 58 tỷ đồng,\ncòn 3 hộ.\n\nVào 09:15, Th 3, 24 thg 11, 2026 UBND thành phố Cao Bằng\n"
        f"<chidao+abc@example.vn> đã viết:\n{QUOTED}",
        "Đã thu 58 tỷ đồng,\ncòn 3 hộ.",
    ),
    (
        "gmail_en",
        f"Collected 58 billion.\n\nOn Tue, Nov 24, 2026 at 9:15 AM {SENDER}\nwrote:\n{QUOTED}",
        "Collected 58 billion.",
    ),
    (
        "gmail_old_vi",
        f"Đã xong phần khảo sát\n\nVào lúc 09:15 Ngày 24 tháng 11 năm 2026, {SENDER} đã viết:\n{QUOTED}",
        "Đã xong phần khảo sát",
    ),
    (
        "gmail_answer_below",
        f"On Tue, 24 Nov 2026 at 09:15, {SENDER} wrote:\n{QUOTED}\nĐã gửi hồ sơ sang Kho bạc.\n",
        "Đã gửi hồ sơ sang Kho bạc.",
    ),
    (
        "answers_between",
        "Vào 24/11/2026 09:15, UBND đã viết:\n> Thu đến đâu rồi?\n\nĐã thu 58 tỷ\n\n> Còn mấy hộ?\n\nCòn 3 hộ\n",
        "Đã thu 58 tỷ\n\nCòn 3 hộ",
    ),
    (
        "outlook_en",
        "Done so far: 3 of 5.\n\nRegards\n\n-----Original Message-----\nFrom: UBND <chidao@example.vn>\n"
        f"Sent: Tuesday, November 24, 2026 9:15 AM\nTo: Hà\nSubject: [Nhắc] Thu ngân sách\n{PLAIN_QUOTED}",
        "Done so far: 3 of 5.\n\nRegards",
    ),
    (
        "outlook_vi",
        "Đã trình dự thảo.\n\n-----Thư gốc-----\nTừ: UBND <chidao@example.vn>\nĐã gửi: 24/11/2026\n"
        f"Tới: Hà\nChủ đề: [Nhắc] Thu ngân sách\n{PLAIN_QUOTED}",
        "Đã trình dự thảo.",
    ),
    (
        "outlook_head_only_en",
        "Submitted.\n\nFrom: UBND <chidao@example.vn> \nSent: Tuesday, November 24, 2026 9:15 AM\nTo: Nông Thị Hà"
        f" <tckh@example.vn>\nSubject: [Reminder]\n{PLAIN_QUOTED}",
        "Submitted.",
    ),
    (
        "outlook_head_only_vi",
        "Đã nộp.\n\nTừ: UBND thành phố Cao Bằng <chidao@example.vn>\nNgày: Thứ Ba, 24 tháng 11, 2026 lúc 09:15\n"
        f"Đến: Nông Thị Hà <tckh@example.vn>\nTiêu đề: [Nhắc]\n{PLAIN_QUOTED}",
        "Đã nộp.",
    ),
    (
        "outlook_web_line",
        f"Đang chờ thẩm định\n\n________________________________\nFrom: UBND <chidao@example.vn>\nSent: 24/11\n"
        f"To: Hà\nSubject: x\n{PLAIN_QUOTED}",
        "Đang chờ thẩm định",
    ),
    (
        "outlook_telephone_vi",
        "Đã họp dân 2 tổ\n\nTải Outlook cho iOS<https://aka.ms/o0ukef>\n________________________________\n"
        f"Từ: UBND <chidao@example.vn>\nĐã Gửi: 24/11\nĐến: Hà\nChủ đề: x\n{PLAIN_QUOTED}",
        "Đã họp dân 2 tổ",
    ),
    (
        "outlook_telephone_en",
        "Met two groups\n\nGet Outlook for Android<https://aka.ms/ghei36>\n\n",
        "Met two groups",
    ),
    (
        "iphone_vi",
        "Xong 80%\n\nĐã gửi từ iPhone của tôi\n\n> Vào 24 thg 11, 2026, lúc 09:15, UBND <c@e.vn> đã viết:\n"
        f"> \n{QUOTED}",
        "Xong 80%",
    ),
    (
        "iphone_vi_2",
        f"Xong 80%\n\nGửi từ iPhone của tôi\n\nVào 24 thg 11, 2026, lúc 09:15, {SENDER} đã viết:\n\n{QUOTED}",
        "Xong 80%",
    ),
    (
        "iphone_en",
        f"80% done\n\nSent from my iPhone\n\n> On 24 Nov 2026, at 09:15, UBND <c@e.vn> wrote:\n> \n{QUOTED}",
        "80% done",
    ),
    (
        "apple_mail_vi",
        f"Đã bàn giao mặt bằng\n\n\n> Vào 24 thg 11, 2026, lúc 09:15, {SENDER} đã viết:\n>{QUOTED}",
        "Đã bàn giao mặt bằng",
    ),
    (
        "samsung_vi",
        "Đã bàn giao\n\n\nĐược gửi từ điện thoại Samsung Galaxy của tôi\n\n-------- Thư gốc --------\n"
        f"Từ: UBND <chidao@example.vn>\nNgày: 24/11/2026 09:15 (GMT+07:00)\nĐến: tckh@example.vn\n{PLAIN_QUOTED}",
        "Đã bàn giao",
    ),
    (
        "samsung_en",
        "Handed over\n\nSent from my Galaxy\n\n-------- Original message --------\nFrom: UBND <c@e.vn>\n"
        f"Date: 24/11/2026 09:15 (GMT+07:00)\n{PLAIN_QUOTED}",
        "Handed over",
    ),
    (
        "thunderbird_vi",
        f"Đã giải ngân 12 tỷ.\n\nVào 24/11/2026 09:15, UBND thành phố Cao Bằng viết:\n{QUOTED}\n-- \nNông Thị Hà\n",
        "Đã giải ngân 12 tỷ.",
    ),
    (
        "thunderbird_signature_above",
        f"Đã giải ngân 12 tỷ.\n\n-- \nNông Thị Hà\nTrưởng phòng\n\nOn 24/11/2026 09:15, UBND wrote:\n{QUOTED}",
        "Đã giải ngân 12 tỷ.",
    ),
    (
        "zimbra_en",
        'Đã gửi báo cáo\n\n----- Original Message -----\nFrom: "UBND" <chidao@example.vn>\nTo: tckh@example.vn\n'
        f"Sent: Tuesday, November 24, 2026 9:15:00 AM\nSubject: [Nhắc]\n{PLAIN_QUOTED}",
        "Đã gửi báo cáo",
    ),
    (
        "zimbra_vi",
        'Đã gửi báo cáo\n\n----- Thư gốc -----\nTừ: "UBND" <chidao@example.vn>\nĐến: tckh@example.vn\n'
        f"Đã gửi: 24/11/2026\nTiêu đề: [Nhắc]\n{PLAIN_QUOTED}",
        "Đã gửi báo cáo",
    ),
    (
        "zoho_vi",
        f"Đã lấy ý kiến xong\n\n---- Vào Th 3, 24 Thg 11 2026 09:15:00 +0700 {SENDER} đã viết ----\n{PLAIN_QUOTED}",
        "Đã lấy ý kiến xong",
    ),
    (
        "zoho_en",
        f"Opinions gathered\n\n\n---- On Tue, 24 Nov 2026 09:15:00 +0700 {SENDER} wrote ---\n{PLAIN_QUOTED}",
        "Opinions gathered",
    ),
    (
        "yahoo_vi",
        "Đang làm\n\nGửi từ Yahoo Mail trên Android\n\n  Vào Th 3, 24 thg 11, 2026 lúc 9:15, UBND<c@e.vn> đã viết:   "
        + PLAIN_QUOTED,
        "Đang làm",
    ),
    (
        "windows_mail",
        f"Đã ký\n\nĐược gửi từ Thư cho Windows\n\nTừ: UBND\nGửi lúc: 24/11/2026\nTới: Hà\nChủ đề: x\n{PLAIN_QUOTED}",
        "Đã ký",
    ),
    ("nothing_quoted", "Tiến độ 58%\nĐã thu đủ.", "Tiến độ 58%\nĐã thu đủ."),
    (
        "forwarded",
        f"Xin chuyển tiếp\n\n---------- Forwarded message ---------\nTừ: UBND\n{PLAIN_QUOTED}",
        "Xin chuyển tiếp",
    ),
    ("only_a_quotation", f"\nVào 24/11/2026 09:15, UBND viết:\n{QUOTED}", ""),
    (
        "words_that_look_like_a_quotation",
        "Từ: 01/11 đến 20/11 đã thu 58 tỷ\nĐến: hết năm còn 12 tỷ\nVào cuối tuần sẽ họp, biên bản ghi rõ ai viết gì.\n"
        "On the whole it goes well.\nGửi từ ngày 10/11 chưa có trả lời.",
        "Từ: 01/11 đến 20/11 đã thu 58 tỷ\nĐến: hết năm còn 12 tỷ\nVào cuối tuần sẽ họp, biên bản ghi rõ ai viết gì.\n"
        "On the whole it goes well.\nGửi từ ngày 10/11 chưa có trả lời.",
    ),
    ("decomposed_and_hidden", "Đa\u0303 thu\u200b \u202e58 ty\u0309", "Đã thu 58 tỷ"),
]

HTML = [
    (
        "gmail_html",
        '<div dir="ltr">Đã thu <b>58&nbsp;tỷ</b><br>còn 3 hộ</div><br><div class="gmail_quote"><div dir="ltr"'
        ' class="gmail_attr">Vào Th 3, 24 thg 11, 2026 vào lúc 09:15 UBND &lt;<a href="mailto:c@e.vn">c@e.vn</a>&gt; đã'
        ' viết:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex"><p>Nhắc việc</p></blockquote>'
        "</div>",
        "Đã thu 58 tỷ\ncòn 3 hộ",
    ),
    (
        "outlook_html",
        "<html><head><style>p{margin:0}</style></head><body><div class=WordSection1><p class=MsoNormal>Đã trình<o:p>"
        "</o:p></p><p class=MsoNormal>&nbsp;</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'>"
        "<p class=MsoNormal><b>From:</b> UBND &lt;c@e.vn&gt; <br><b>Sent:</b> Tuesday<br><b>To:</b> Hà<br>"
        "<b>Subject:</b> Nhắc</p></div>"
        "<p>Nhắc việc</p></div></body></html>",
        "Đã trình",
    ),
    (
        "apple_html",
        '<div>Đã bàn giao</div><div><br>Gửi từ iPhone của tôi</div><div><br><blockquote type="cite">Vào 24 thg 11,'
        ' 2026, lúc 09:15, UBND đã viết:<br><br></blockquote></div><blockquote type="cite">Nhắc việc</blockquote>',
        "Đã bàn giao",
    ),
    (
        "indented_text_is_no_quotation",
        '<div>Kết quả:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><ul><li>58 tỷ<li>5 &lt; 6'
        "</ul></blockquote><!-- hidden --><script>alert(1)</script>",
        "Kết quả:\n- 58 tỷ\n- 5 < 6",
    ),
]
