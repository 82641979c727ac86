"""The error messages are those of the list tests/messages.txt, so that a changed one shows in a diff."""

from .messages import SNAPSHOT, messages


def test_the_list_of_messages_is_up_to_date() -> None:
    """`python -m tests.messages` writes it."""
    assert SNAPSHOT.read_text(encoding="utf-8") == messages()
