"""Covered: a report's page in Chromium, opened from disk: charts, keyboard, pointer, printing, and no requests.

axe-core checks contrast and accessibility. `nox -s browser` installs what this needs.
Not covered: the figures and the colours of bars (tests/report).
"""
