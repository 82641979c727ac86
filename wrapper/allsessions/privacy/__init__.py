"""Secrets out of texts, and vendors' texts made harmless."""
