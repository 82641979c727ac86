"""The vendors' files, one each, named by the vendor's word, and nothing else."""
