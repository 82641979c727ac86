"""Read complete lists, page by page."""
