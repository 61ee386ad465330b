"""gunicorn's worker of threads, with the portal's own words for what never reaches Django."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from gunicorn import util
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

if TYPE_CHECKING:
    import socket
    from typing import Any

REFUSALS = {
    LimitRequestLine: (
        "414 URI Too Long",
        "Địa chỉ trang quá dài",
        "Địa chỉ dài hơn mức máy chủ nhận được. Nếu bạn mở từ một liên kết, liên kết đó có thể bị "
        "lỗi; hãy mở lại từ trang chủ.",
    ),
    LimitRequestHeaders: (
        "431 Request Header Fields Too Large",
        "Thông tin trình duyệt gửi kèm quá dài",
        "Hãy xóa cookie của trang này trong trình duyệt rồi mở lại từ trang chủ.",
    ),
}
PAGE = """<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Cổng dịch vụ công thành phố Hải Phòng</title></head>
<body><main><h1>{title}</h1><p>{sentence}</p><p><a href="/">Về trang chủ</a></p></main></body>
</html>
"""


class Worker(ThreadWorker):  # type: ignore[misc]
    """Answers in Vietnamese where gunicorn itself refuses what a person may have sent."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Refuse an address or headers past the limit; leave every other fault to gunicorn."""
        refusal = next((REFUSALS[kind] for kind in REFUSALS if isinstance(exc, kind)), None)
        if refusal is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Invalid request: %s", type(exc).__name__)
        with suppress(OSError):
            util.write_nonblock(client, answer(*refusal))


def answer(status: str, title: str, sentence: str) -> bytes:
    """The whole HTTP answer."""
    page = PAGE.format(title=title, sentence=sentence).encode()
    head = (
        f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(page)}\r\nCache-Control: no-store\r\n"
        "Content-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\n\r\n"
    )
    return head.encode() + page
