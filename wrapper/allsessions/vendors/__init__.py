"""The vendors, one module each, named by the vendor's word."""
