"""Take what a vendor publishes into `specs/`."""
