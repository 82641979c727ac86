"""The command `allsessions watch`, which repeatedly reads the sessions in progress at each source."""
