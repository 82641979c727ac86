"""The clients, as users call them: lists, pages, single sessions, counts, failures, and cleanup.

Covered: complete lists, each kind of failure once, cursors, threads, event loops, forks, and the exit of the program.
Not covered: records and pages (tests/sources), lists that change (tests/listing), hostile servers (tests/faults).
"""
