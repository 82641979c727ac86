"""Compare our packages with those of the unmodified generator ("plain"): `python -m tests.side_by_side`.

Covered: both compile each document of `corpus/`. Our package must do at least everything that plain's does.
Not covered: the vendors' own documents, and features that only our packages have (tests/codegen).
"""
