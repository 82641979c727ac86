"""Mask secrets, and make vendors' texts harmless."""

from .text import csv_cell, escape_control_chars, is_formula

__all__ = ["csv_cell", "escape_control_chars", "is_formula"]
