"""Mask secrets, and make vendors' text harmless."""

from .text import csv_cell, escape_control_chars, is_formula

__all__ = ["csv_cell", "escape_control_chars", "is_formula"]
