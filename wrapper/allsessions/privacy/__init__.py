"""Secrets out of texts, and vendors' texts made harmless."""

from .text import csv_cell, escape_control_chars, is_formula

__all__ = ["csv_cell", "escape_control_chars", "is_formula"]
