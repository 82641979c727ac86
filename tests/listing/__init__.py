"""Lists read through the public client: lists that change, vendors with vague paging, and lists that a cursor resumes.

Covered: every list is complete or ends in an error, after a reasonable number of requests.
Not covered: one page's records (tests/sources), failing connections (tests/faults), several sources (tests/client).
"""
