"""Our clients next to those of the unmodified generator, on a corpus: `python -m tests.side_by_side`.

Covered: both compile each document of `corpus/`; ours must import, and do at least everything that plain does.
Not covered: the vendors' own documents, and features that only ours has (tests/codegen).
"""
