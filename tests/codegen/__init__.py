"""The code generation, from a vendor's page to the client package.

Covered: each step by its functions, the models of one made-up document, and the guides and commands in a copy.
Not covered: the vendors' packages (tests/clients), and other documents with both generators (tests/side_by_side).
"""
