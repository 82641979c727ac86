"""Covered: a report's page in Chromium, from disk: charts, keyboard, pointer, print, and requests.

axe-core checks contrast and accessibility. `nox -s browser` installs what this needs.
Not covered: the figures and the colours of bars (tests/report).
"""
