"""Our clients beside those of the unmodified generator, on a corpus of small documents: `python -m tests.side_by_side`.

`corpus/` holds the cases as data. Each document is compiled by plain openapi-python-client and by `codegen`. In every
case our package must import, read, write and send at least what the plain one does.
"""
