"""`allsessions watch`: repeated reads of the sessions in progress at each source."""
