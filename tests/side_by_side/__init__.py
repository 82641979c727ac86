"""Compare our packages with those of the unmodified generator ("plain"): `python -m tests.side_by_side`.

Covered: both generators compile each document of `corpus/`. Our package must do all that the plain package does.
Not covered: the vendors' own documents, and features that only our packages have (tests/codegen).
"""
