"""Covered: the output of each command, its exit status, its options, its display on a terminal, and how it ends.

Most tests call `main` in this process. Only pipes, terminals, signals and missing extras get a process of their own.
Not covered: the lists themselves, the content of exported files and reports, and secrets in the output.
"""
