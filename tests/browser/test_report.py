"""A report's page in a browser: small and large, light, dark and on paper."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Error, Page

from .opened import Opened
from .reports import REPORTS

pytestmark = pytest.mark.browser

each_width = pytest.mark.parametrize("width", [1280, 700, 390, 360])
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])

CHARTS = """() => [...document.querySelectorAll(".chart")].map((chart) => {
  const drawn = [...chart.querySelectorAll("svg")].filter((svg) => svg.getClientRects().length);
  const section = chart.closest("section");
  return {
    section: section.querySelector("h2").textContent,
    title: chart.closest("figure").querySelector("h3").textContent.trim(),
    drawn: drawn.length,
    bars: drawn.flatMap((svg) => [...svg.querySelectorAll(".bars_marks > path[aria-label]")].map((bar) => {
      const { width, height } = bar.getBoundingClientRect();
      return { said: bar.getAttribute("aria-label"), width, height };
    })),
    inside: drawn.every((svg) => {
      const outer = chart.closest("figure").getBoundingClientRect();
      return [...svg.querySelectorAll("text")].every((text) => {
        const { left, right } = text.getBoundingClientRect();
        return left >= outer.left && right <= outer.right;
      });
    }),
  };
})"""

TABLES = """() => Object.fromEntries([...document.querySelectorAll("table")].map((table) => [
  table.caption.textContent, [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
]))"""


# JavaScript that finds the page's own words (identifiers are longer) that are broken across two lines.
BROKEN = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("svg, script, style, .unseen")) continue;
    for (const { 0: word, index } of node.data.matchAll(/[^\\s-]{2,24}/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.push(word);
    }
  }
  return found;
}"""


def tables(page: Page) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = page.evaluate(TABLES)
    return found


def unfold(page: Page) -> None:
    """Open all folded tables."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")


@pytest.mark.parametrize("name", REPORTS)
@each_width
def test_it_fits_the_window_and_draws_every_chart(opened: Opened, name: str, width: int) -> None:
    page = opened(name, width=width)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate("document.title") != "run"
    if name not in ("many", "hostile"):  # whose source names are one very long word
        assert page.evaluate(BROKEN) == []
    charts = page.evaluate(CHARTS)
    assert bool(charts) == (name != "empty")
    for chart in charts:
        assert (chart["drawn"], chart["inside"]) == (1, True), chart
        heights = [bar["height"] for bar in chart["bars"]]
        assert max(heights) > 5, chart
        if chart["section"] in ("In progress over time", "Starts per day", "Durations"):
            # «20 Apr: 3 (anam 2, konpro 1)», «1m to 2m: 3 sessions»
            said = [re.search(r": ([\d,]+)(?: sessions?)?(?: \(.*\))?$", bar["said"]) for bar in chart["bars"]]
            numbers = [int(match[1].replace(",", "")) for match in said if match]
            scale = max(heights) / max(numbers)
            assert heights == pytest.approx([number * scale for number in numbers], abs=1.5)


NUMBER = """() => [...document.querySelectorAll('a[href], input, summary, [tabindex="0"]')]
  .filter((each) => each.checkVisibility({ contentVisibilityAuto: true }))
  .map((each, place) => each.dataset.place = place).length"""


@pytest.mark.parametrize("name", ["mixed", "incomplete", "empty"])
def test_tab_reaches_everything_in_order(opened: Opened, name: str) -> None:
    page = opened(name)
    count = page.evaluate(NUMBER)
    reached: list[str | None] = []
    for _ in range(count):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.place"))
        outlined = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outlined != "none"
    assert reached == [f"{place}" for place in range(count)]
    # The first one skips the header.
    page.reload()
    opened.expected.append(page.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_space_hides_a_source_and_shows_it_again(opened: Opened) -> None:
    page = opened("mixed")
    unfold(page)
    anam = page.get_by_label("anam", exact=True)
    figures = page.locator("figure:visible", has=page.get_by_role("heading", name="anam", exact=True))
    heads = page.locator("thead th:visible", has_text=re.compile("^anam$"))
    before = (figures.count(), heads.count(), page.locator("figure:visible").count())
    assert before[0] == 3
    anam.focus()
    page.keyboard.press("Space")
    assert (figures.count(), heads.count()) == (0, 0)
    assert page.locator("figure:visible").count() == before[2] - 3
    assert page.locator(".legend").first.get_by_text("anam").is_visible()  # the charts of all sources stay
    assert page.locator("tbody th:visible", has_text=re.compile("^anam$")).count() == 0
    page.keyboard.press("Space")
    assert (figures.count(), heads.count(), page.locator("figure:visible").count()) == before


def test_the_other_sources_together_have_a_switch(opened: Opened) -> None:
    page = opened("many")
    rows = page.locator("section[aria-labelledby=sources] tbody tr:visible")
    assert rows.count() == 201
    page.get_by_label("192 other sources", exact=True).uncheck()
    assert rows.count() == 9


@each_width
def test_arrow_keys_say_each_bar_of_a_chart(opened: Opened, width: int) -> None:
    page = opened("mixed", width=width)
    chart, said = page.locator("section[aria-labelledby=starts] .chart").first, page.get_by_role("status")
    days = [f"{row[0]}: {row[1]}" for row in tables(page)["Starts per day"][1:]]
    chart.focus()
    heard: list[str | None] = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "End", "ArrowDown", "ArrowUp", "Home"):
        page.keyboard.press(key)
        heard.append((said.text_content() or "").partition(" (")[0])
        box = said.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
    assert heard == [days[place] for place in (0, 1, 0, 0, -1, -1, -2, 0)]
    page.keyboard.press("Escape")
    assert said.text_content() == ""


def test_a_pointer_finds_the_nearest_bar(opened: Opened) -> None:
    page = opened("mixed")
    chart = page.locator("section[aria-labelledby=starts] .chart").first
    chart.scroll_into_view_if_needed()
    bars = chart.locator("svg:visible .bars_marks > path[aria-label]")
    for place in range(bars.count()):
        box = bars.nth(place).bounding_box()
        outer = chart.bounding_box()
        assert box is not None
        assert outer is not None
        page.mouse.move(box["x"] + box["width"] / 2, outer["y"] + 20)
        assert page.get_by_role("status").text_content() == bars.nth(place).get_attribute("aria-label")
    page.mouse.move(1, 1)
    assert page.get_by_role("status").text_content() == ""


@pytest.mark.parametrize("name", ["mixed", "incomplete", "empty", "hostile"])
@each_scheme
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(opened: Opened, axe: str, name: str, scheme: Literal["light", "dark"], width: int) -> None:
    page = opened(name, scheme=scheme, width=width)
    page.evaluate(axe)
    result: dict[str, Any] = page.evaluate("axe.run()")
    violations = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in result["violations"]]
    assert violations == []
    assert len(result["passes"]) > 20


@each_scheme
def test_on_paper_it_is_light_and_whole(opened: Opened, scheme: Literal["light", "dark"]) -> None:
    page = opened("mixed", scheme=scheme)
    unfold(page)
    page.emulate_media(media="print", color_scheme=scheme)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("""() => [...document.querySelectorAll(".scroll")].every((box) => {
      const { height } = box.getBoundingClientRect();
      return getComputedStyle(box).overflowY === "visible" && box.querySelector("table").offsetHeight <= height + 1;
    })""")
    for hidden in (".switches", ".contents", ".download", "summary"):
        assert page.locator(f"{hidden}:visible").count() == 0
    # A4 without the margins, at 96 pixels an inch.
    page.set_viewport_size({"width": 703, "height": 1000})
    assert page.evaluate("""() => [...document.querySelectorAll("table")].every((table) =>
      table.getBoundingClientRect().right <= document.documentElement.clientWidth + 1)""")


@pytest.mark.parametrize("name", ["mixed", "incomplete"])
def test_a_week_is_at_most_five_pages_of_paper(opened: Opened, name: str) -> None:
    page = opened(name)
    assert 1 < len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 5
    page.emulate_media(media="print")
    folded = page.locator("details table")
    assert folded.count() > 4
    assert page.locator("details table:visible").count() == 0
    # A table that the reader has opened is printed.
    page.emulate_media(media="screen")
    page.get_by_text("Table: Starts per day").click()
    page.emulate_media(media="print")
    assert page.locator("details table:visible").count() == 1


def test_a_table_can_be_saved_without_a_network(opened: Opened) -> None:
    page = opened("mixed")
    page.get_by_text("Table: Starts per day").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download CSV of Starts per day").click()
    assert saved.value.suggested_filename == "starts-per-day.csv"
    lines = saved.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",") for line in lines] == [
        [cell.replace(",", "") for cell in row] for row in tables(page)["Starts per day"]
    ]


def test_contents_lead_to_each_section(opened: Opened) -> None:
    page = opened("mixed")
    links = page.locator(".contents a")
    assert links.count() == page.locator("main h2").count()  # no link to the summary, but one to the footer
    for place in range(links.count()):
        links.nth(place).click()
        heading = page.get_by_role("heading", name=links.nth(place).inner_text(), exact=True, level=2)
        box, switches = heading.bounding_box(), page.locator(".switches").bounding_box()
        assert box is not None
        assert switches is not None
        assert max(0, switches["y"] + switches["height"]) <= box["y"] <= 900 or switches["y"] > box["y"] >= 0
    opened.requests[:] = opened.expected


def test_without_scripts_charts_and_tables_are_there(opened: Opened) -> None:
    page = opened("mixed", javascript=False)
    assert page.locator("table:visible").count() == 5
    page.get_by_text("Table: Starts per day").click()
    assert page.locator("table:visible").count() == 6
    assert page.locator(".chart svg:visible").count() == page.locator(".chart").count() > 0
    assert not page.locator(".switches").is_visible()


def test_what_is_missing_is_at_the_top(opened: Opened) -> None:
    page = opened("incomplete", width=390)
    assert page.title().startswith("Incomplete: ")
    box = page.get_by_role("region", name="This report is incomplete").bounding_box()
    assert box is not None
    assert box["y"] < 200


ATTEMPTS = [
    "() => fetch('https://example.com/')",
    """() => new Promise((done, failed) => {
      const picture = Object.assign(new Image(), { onload: done, onerror: failed, src: "https://example.com/" });
      document.body.append(picture);
    })""",
    """() => new Promise((done, failed) => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      window.ran ? done() : failed();
    })""",
]


def test_a_script_on_it_could_send_nothing(opened: Opened) -> None:
    page = opened("mixed")
    for attempt in ATTEMPTS:
        opened.complaints.clear()
        with pytest.raises(Error):
            page.evaluate(attempt)
        assert "Content Security Policy" in " ".join(opened.complaints), attempt
    opened.complaints.clear()
    opened.requests[:] = opened.expected
