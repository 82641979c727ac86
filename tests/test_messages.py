"""The error messages are those in tests/messages.txt, so a diff shows each change."""

from .messages import SNAPSHOT, messages


def test_the_list_of_messages_is_up_to_date() -> None:
    """`python -m tests.messages` updates the list."""
    assert SNAPSHOT.read_text(encoding="utf-8") == messages()
