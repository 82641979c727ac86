"""The four generated packages, without the generator.

Covered: the shared engine, tested on one package; and the endpoints and models of each package, by a smoke test.
Not covered: packages for other documents (tests/codegen), and hostile answers (tests/faults).
"""
