"""Long lists, many sources and long exports, which take minutes: `nox -s soak`.

Covered: a million sessions from a server that often fails; 100,000 into each kind of file; ten thousand sources.
Pytest only checks that these programs detect each kind of loss. Not covered: single features.
"""
