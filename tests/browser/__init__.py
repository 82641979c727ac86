"""Tried here: a report's page in Chromium, from disk: charts, keyboard, pointer, contrast, print, and what it may load.

axe-core judges whether everybody can use it. `nox -s browser` installs what this needs.
Not tried here: the figures (tests/report).
"""
