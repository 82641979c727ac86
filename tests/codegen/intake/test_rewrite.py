"""Our document gets exactly the vendor's changes. Everything else stays as it was."""

import copy
import json
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, reject, settings
from hypothesis import strategies as st

from codegen.documents import SpecError, check_valid, component, parse_yaml, parts, read_yaml
from codegen.intake.compare import Comparison
from codegen.intake.rewrite import rewritten
from codegen.intake.update import prepare
from codegen.intake.wording import words
from codegen.intake.yaml_text import written
from codegen.rooms import SPECS, vendors
from codegen.shape import Place, walk
from tests.codegen.documents import document
from tests.codegen.intake.mutations import ADDITIONS, Data, Document, mutated

TEXTS = {vendor: (SPECS / vendor / "openapi.yaml").read_text(encoding="utf-8") for vendor in vendors()}
DOCUMENTS = {vendor: parse_yaml(text, vendor) for vendor, text in TEXTS.items()}
# No database, because a failure prints how to reproduce it. No shrinking, because it takes too long.
PHASES = (Phase.explicit, Phase.generate)
EXAMPLES = settings().max_examples
quickly = settings(max_examples=EXAMPLES // 14, database=None, phases=PHASES, suppress_health_check=list(HealthCheck))
each_vendor = st.sampled_from(vendors())


def taken_in(text: str, wanted: Document) -> str:
    """Return the text with the changes of `wanted`, and check that it contains each change once."""
    result = rewritten(text, wanted)
    assert Comparison(parse_yaml(result, "result"), wanted).changes() == []
    assert rewritten(result, wanted) == result
    return result


def check_words(text: str, result: str, wanted: Document) -> None:
    """Check that each part that all three documents have keeps our wording."""
    ours, now, theirs = (words(each) for each in (parse_yaml(text, ""), parse_yaml(result, ""), wanted))
    kept = ours.keys() & now.keys() & theirs.keys() - {"$.components.examples"}  # the vendor may add examples
    assert {place: now[place] for place in kept} == {place: ours[place] for place in kept}


@quickly
@given(vendor=each_vendor, draw=st.data())
def test_any_changes_are_taken_in_and_nothing_else(vendor: str, draw: Data) -> None:
    wanted = mutated(DOCUMENTS[vendor], draw)
    result = taken_in(TEXTS[vendor], wanted)
    check_words(TEXTS[vendor], result, wanted)
    comments = re.compile(r"^ *#.*", re.MULTILINE)
    assert comments.findall(result) == comments.findall(TEXTS[vendor])


def dangling(document: Document) -> list[str]:
    found = [(steps[-1], part) for steps, part in parts(document) if steps and isinstance(part, str)]
    references = [part for last, part in found if last == "$ref" or part.startswith("#/components/")]
    return [each for each in references if component(each, document) is None]


def lost(before: Document, after: Document) -> Iterator[Place]:
    kept = {place.steps[:length] for place, _, _ in walk(after) for length in range(len(place.steps) + 1)}
    yield from (place for place, _, _ in walk(before) if place.steps not in kept)


@quickly
@given(vendor=st.sampled_from(["akool", "anam", "elizaos"]), draw=st.data())
def test_what_is_written_resolves_and_every_loss_is_named(vendor: str, draw: Data) -> None:
    wanted = mutated(DOCUMENTS[vendor], draw)
    assume(not dangling(wanted))
    try:
        check_valid(wanted, where="test")
    except SpecError:
        reject()
    with TemporaryDirectory() as folder:
        specs = Path(folder)
        ignored = shutil.ignore_patterns("overlay.yaml", "selection.yaml")
        shutil.copytree(SPECS / vendor, specs / vendor, ignore=ignored)
        page = specs / "page.json"
        page.write_text(json.dumps(wanted), encoding="utf-8")
        update = prepare(vendor, [page], specs=specs)
        update.write(specs)
        assert prepare(vendor, [page], specs=specs).changes == ()
        result = read_yaml(specs / vendor / "openapi.yaml")
    assert dangling(result) == []
    named = [change.place for change in update.changes]
    renamed = any("was renamed" in change.why for change in update.changes)
    for place in lost(DOCUMENTS[vendor], result):
        if renamed and any("$ref" in step for step in place.steps):
            continue  # the report shows a new name only at the schema itself
        # If a schema's type, class or union changes, all parts of the schema may be gone.
        wholes = [Place(each.steps[:-length]) for each in named for length in (1, 2) if len(each.steps) > length + 2]
        inside = any(place.within(each) for each in (*named, *wholes))
        assert inside or any(each.within(Place(place.steps[:-1])) for each in named), place


def test_our_form_is_not_left_with_a_dangling_reference() -> None:
    base, joined = {"$ref": "#/components/schemas/Base"}, document()
    joined["components"]["schemas"]["Holder"] = {"properties": {"session": {"$ref": "#/components/schemas/Session"}}}
    split = copy.deepcopy(joined)
    held = joined["components"]["schemas"]
    split["components"]["schemas"] = {"Session": {"allOf": [base]}, "Holder": {"allOf": [base]}, "Base": held["Holder"]}
    for before, after in ((split, joined), (joined, split)):
        assert dangling(parse_yaml(taken_in(written(before), after), "")) == []


HARD = ["a\x07b", "word " * 30 + "\x07", "two\nlines\x00", "a\x85b", "a\u2028b\nc", "a\ufffeb", "\r\nx", "tab\tb"]


def test_every_text_is_written_so_that_it_can_be_read() -> None:
    for text in HARD:
        assert parse_yaml(written({"openapi": "3.1.0", "x": text}), "") == {"openapi": "3.1.0", "x": text}


def with_remarks(text: str, draw: Data) -> str:
    """Return the text with comments, on separate lines and at the ends of lines, and with empty lines."""
    lines = text.splitlines()
    for number in sorted(draw.draw(st.lists(st.sampled_from(list(plain_lines(text))), unique=True, max_size=12)))[::-1]:
        remark, indent = f"# remark {number}", len(lines[number]) - len(lines[number].lstrip())
        new = draw.draw(st.sampled_from(["", remark, " " * indent + remark, "end"]))
        if new != "end":
            lines.insert(number, new)
        elif not re.search(r"[:>|-]$", lines[number]):
            lines[number] += f"  {remark}"
    return "\n".join(lines) + "\n"


def plain_lines(text: str) -> Iterator[int]:
    """Yield the numbers of the lines where a comment is allowed, which excludes texts of several lines."""
    block: int | None = None
    for number, line in enumerate(text.splitlines()):
        indent = len(line) - len(line.lstrip())
        if block is None or (line.strip() and indent <= block):
            block = indent if re.search(r"[>|]-?$", line) else None
            yield number


@quickly
@given(vendor=each_vendor, draw=st.data())
def test_remarks_anywhere_stay_where_nothing_is_gone(vendor: str, draw: Data) -> None:
    text = with_remarks(TEXTS[vendor], draw)
    assert rewritten(text, DOCUMENTS[vendor]) == text
    added = mutated(DOCUMENTS[vendor], draw, ADDITIONS)
    result = taken_in(text, added)
    check_words(text, result, added)
    remarks = re.compile(r"# remark \d+|^#.*", re.MULTILINE)
    assert sorted(remarks.findall(result)) == sorted(remarks.findall(text))


TEXT = """\
openapi: 3.1.0
info:
  title: Tiny
  version: '1'
paths:
  /it:
    get:
      parameters:
        - schema:
            type:
              - string
              - 'null'
          name: size  # ours
          in: query
      responses:
        '200':
          description: It.
          content:
            application/json:
              schema:
                type: string
                pattern: ^a  # ours
                default: [1, 2]
                enum:
                  - a  # the first
                  - b
"""
LIST = TEXT[TEXT.index("        - schema") : TEXT.index("      responses")]
LONG = "word " * 18 + "word\n                  word word word word word word\n"
Edit = Callable[[Document], object]


def changed(change: Edit, text: str = TEXT) -> Document:
    wanted = parse_yaml(text, "")
    change(wanted)
    return wanted


def schema_of(document: Document) -> Any:
    return document["paths"]["/it"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]


def parameter_of(document: Document) -> Any:
    return document["paths"]["/it"]["get"]["parameters"][0]


def with_c(document: Document) -> None:
    schema_of(document)["enum"].append("c")


def test_only_the_lines_in_question_change() -> None:
    nullable = "            type:\n              - string\n              - 'null'\n"
    edits: list[tuple[Edit, str, str]] = [
        # On the line of a list item's dash: a change to part of the item, and to all of it.
        (lambda whole: parameter_of(whole)["schema"].update(type="string"), nullable, "            type: string\n"),
        (lambda whole: parameter_of(whole).update(schema={}), f"- schema:\n{nullable}", "- schema: {}\n"),
        (with_c, "                  - b\n", "                  - b\n                  - c\n"),
        # Another order of the values of a default.
        (
            lambda whole: schema_of(whole).update(default=[2, 1]),
            "default: [1, 2]\n",
            "default:\n                  - 2\n                  - 1\n",
        ),
        # A value that does not fit on its line.
        (
            lambda whole: schema_of(whole).update(pattern="word " * 24 + "word"),
            "                pattern: ^a  # ours\n",
            f"                # ours\n                pattern: >-\n                  {LONG}",
        ),
    ]
    for change, old, new in edits:
        assert TEXT.count(old) == 1
        assert taken_in(TEXT, changed(change)) == TEXT.replace(old, new)
    # A field that has no effect stays.
    text = TEXT.replace("    get:\n", "    get:\n      security: []\n      deprecated: false\n")
    wanted = changed(lambda whole: parameter_of(whole).update(required=True))
    assert "      security: []\n      deprecated: false\n" in taken_in(text, wanted)


def test_a_text_in_another_style_keeps_its_comments() -> None:
    other = TEXT.replace(LIST, textwrap.indent(textwrap.dedent(LIST), " " * 6))
    assert "\n      - schema" in other
    assert taken_in(other, changed(with_c)) == TEXT + "                  - c\n"
    merged = TEXT.replace("          in: query\n", "          <<: {in: query}\n").replace("'200'", "200")
    result = taken_in(merged, changed(lambda whole: parameter_of(whole).update(required=True)))
    assert "          in: query\n          required: true\n" in result
    assert "        '200':\n          description: It.\n" in result


def test_words_that_are_data_are_taken_in() -> None:
    for key in ("contains", "default"):
        text = TEXT.replace("default: [1, 2]", f"{key}: {{title: a}}")
        wanted = changed(lambda whole: schema_of(whole).update({key: {"title": "b"}}), text)  # noqa: B023
        assert schema_of(parse_yaml(taken_in(text, wanted), ""))[key] == {"title": "b"}


def test_values_keep_to_their_names() -> None:
    text = TEXT.replace("                default: [1, 2]\n", "                x-enum-varnames: [A, B]\n")
    names = {"enum": ["c", "b", "a"], "x-enum-varnames": ["C", "B", "A"]}
    schema = schema_of(parse_yaml(taken_in(text, changed(lambda whole: schema_of(whole).update(names), text)), ""))
    assert dict(zip(schema["enum"], schema["x-enum-varnames"], strict=True)) == {"a": "A", "b": "B", "c": "C"}
