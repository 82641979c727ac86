"""The code generation, from a vendor's page to the client package.

Covered: each step's functions, the models of a made-up document, and guides and commands in a copy of the repository.
Not covered: the vendors' packages (tests/clients), and other documents with both generators (tests/side_by_side).
"""
