"""How what a vendor publishes is taken into `specs/`."""
