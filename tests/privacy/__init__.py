"""Secrets are recognised, and none is shown in any form.

Tried here: the functions that redact texts and JSON, by names, by looks and by known keys; long texts.
Not tried here: that each error, log and output uses them (tests/security).
"""
