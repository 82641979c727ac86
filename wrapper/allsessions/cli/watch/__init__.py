"""`allsessions watch`: what runs and waits at each source, looked at again and again."""
