"""Reading lists to their end."""
