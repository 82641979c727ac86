"""Tried here: what each command prints, its exit status, its options, its terminal output, and how it ends.

Most tests call `main` in this process. Only pipes, terminals, signals and missing extras get a process of their own.
Not tried here: what the library lists, what is in an exported file or on a report's page, and secrets in the output.
"""
