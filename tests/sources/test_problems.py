"""The log has one line for each unreadable field of a list."""

from allsessions.source.problems import Problems


def test_a_field_has_one_line_with_the_number_of_its_values() -> None:
    problems = Problems()
    for number in range(3):
        problems.add(f"data[{number}].field0", 1, "of type str")
    problems.add("data[9].field1", 2, "of type str")
    first, second = problems.lines()
    assert first.startswith(
        "data[].field0: 3 values not as documented (the first: data[0].field0, page 1, of type str)"
    )
    assert second.startswith("data[].field1: 1 value not")
