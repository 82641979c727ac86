"""The library recognizes secrets, and shows them in no form.

Covered: the functions that redact secrets in text and JSON, by field name, by form and by known keys; long texts.
Not covered: their use in errors, logs and output (tests/security).
"""
