"""The code generation, from a vendor's page to the client package.

Tried: each step by its functions, what is compiled on one made-up document, and the guides and commands in a copy.
Not tried here: the vendors' packages (tests/clients), and the generator's own ones next to ours (tests/side_by_side).
"""
