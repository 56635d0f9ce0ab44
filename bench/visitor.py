"""Somebody at a browser, without the browser: cookies, the CSRF token, forms with files."""

from __future__ import annotations

import http.client
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What the server said, and how long it took from the first byte asked to the last byte answered."""

    status: int
    text: str
    seconds: float
    location: str


@dataclass
class Visitor:
    """One session on one connection that is kept open."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def log_in(self, login: str, password: str) -> None:
        """Log in through the page."""
        answer = self.send("/account/login/", {"login": login, "password": password, "invented": "on"})
        if answer.status != 302:
            raise AssertionError(f"the log-in answered {answer.status}")

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, b"", {})

    def send(self, path: str, fields: Mapping[str, str], files: Mapping[str, Path] | None = None) -> Answer:
        """Open the page of a form, then send the form with its token."""
        page = self.get(path)
        token = TOKEN.search(page.text)
        if token is None:
            raise AssertionError(f"{path} answered {page.status} and has no form")
        return self.post(path, {**fields, "csrfmiddlewaretoken": token[1]}, files)

    def post(self, path: str, fields: Mapping[str, str], files: Mapping[str, Path] | None = None) -> Answer:
        """Send a form as it is."""
        body, kind = _multipart(fields, files) if files else (urlencode(fields).encode(), FORM)
        return self._ask("POST", path, body, {"Content-Type": kind, "Content-Length": str(len(body))})

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        answer = self._exchange(method, path, body, {**headers, "Cookie": cookies})
        text = answer.read().decode()
        seconds = time.perf_counter() - began
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        location = urlsplit(answer.headers.get("Location", ""))
        return Answer(answer.status, text, seconds, location.path)

    def _exchange(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        """One request; a connection the server has closed meanwhile is opened again."""
        for _ in range(2):
            if self._connection is None:
                self._connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
            try:
                self._connection.request(method, path, body, dict(headers))
                return self._connection.getresponse()
            except (http.client.RemoteDisconnected, ConnectionError):
                self.leave()
        raise ConnectionError(f"{self.address} does not answer")

    def leave(self) -> None:
        """Close the connection; the session stays."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _multipart(fields: Mapping[str, str], files: Mapping[str, Path]) -> tuple[bytes, str]:
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, path in files.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{path.name}"\r\n\r\n'
        parts.append(head.encode() + path.read_bytes() + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"
