"""One file per vendor. The name of the file is the name of the vendor."""
