"""Long lists, many sources and long exports, in a session of their own: `nox -s soak`.

Tried there: a million sessions from a server that often fails; 200,000 into each kind of file; ten thousand sources.
Tried by pytest: the soak itself, on paper: that it finds each kind of loss. Nothing here tries a feature by itself.
"""
