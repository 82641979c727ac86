"""Long lists, many sources and long exports, in a session of their own: `nox -s soak`.

Covered: a million sessions from a server that often fails; 100,000 into each kind of file; ten thousand sources.
Covered by pytest: the soak detects each kind of loss (without a server). Not covered: single features.
"""
