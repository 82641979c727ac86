# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
"""Contains endpoint functions for accessing the API"""
