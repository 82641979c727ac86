"""The four generated packages, without the generator.

Tried: that they share one engine, which is tried on one of them; each package's endpoints and models by a smoke test.
Not tried here: what the templates make of other documents (tests/codegen), and hostile answers (tests/faults).
"""
