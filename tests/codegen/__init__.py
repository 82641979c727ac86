"""The code generation, from a vendor's page to the client package.

Tried: each step by its functions, what is compiled on one made-up document, and the guides and commands in a copy.
Not tried here: the vendors' own packages (tests/clients), and a comparison with the generator's own (tests/side_by_side).
"""
