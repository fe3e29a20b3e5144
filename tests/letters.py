"""A real SMTP server on loopback, for the mail of a whole stack."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.people import eventually


class Letters:
    """What was delivered to whom."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._delivered: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    def __enter__(self) -> "Letters":
        self._controller.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self._delivered.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def text(self, recipient: str, subject: str) -> str:
        """The text of the one letter to somebody whose subject holds some words; waits for it."""

        def found() -> list[EmailMessage]:
            return [m for m in self._delivered if m["To"] == recipient and subject in m["Subject"]]

        eventually(found)
        (letter,) = found()
        return str(letter.get_content())


def link_in(text: str) -> str:
    """The first address in a letter."""
    match = re.search(r"https?://\S+", text)
    assert match, text
    return match[0]
