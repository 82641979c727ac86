"""Vendors that other distributions bring along."""
