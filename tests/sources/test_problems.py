"""The log has one line for each unreadable field of a list, but a bounded number of lines."""

from allsessions.source.problems import MOST_FIELDS, Problems


def test_further_fields_share_a_line() -> None:
    problems = Problems()
    for number in range(MOST_FIELDS + 10):
        problems.add(f"data[{number}].field{number}", 1, "of type str")
    problems.add("data[99].field0", 2, "of type str")
    problems.add("data[99].field59", 2, "of type str")
    lines = list(problems.lines())
    assert len(lines) == MOST_FIELDS + 1
    assert lines[0].startswith("data[].field0: 2 values ")
    assert lines[1].startswith("data[].field1: 1 value ")
    assert lines[-1].startswith("other fields: 11 values ")
