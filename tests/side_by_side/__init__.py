"""Our clients next to those of the unmodified generator, on a corpus: `python -m tests.side_by_side`.

Tried: both compile each document of `corpus/`; ours must import, read, write and send at least what plain does.
Not tried here: the vendors' own documents, and what only ours can do (tests/codegen).
"""
