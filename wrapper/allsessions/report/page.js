"use strict";
// Show or hide sources, and show the text of a selected bar. The page also works without JavaScript.

const switches = document.querySelector(".switches");
if (switches) {
  switches.hidden = false;
  switches.addEventListener("change", ({ target }) => {
    for (const part of document.querySelectorAll(`[data-source="${target.value}"]`)) part.hidden = !target.checked;
  });
}

const tooltip = document.getElementById("tooltip");
let shown = null;

function bars(chart) {
  const visible = [...chart.querySelectorAll("svg")].find((svg) => svg.getClientRects().length);
  return visible ? [...visible.querySelectorAll(".bars_marks > path[aria-label]")] : [];
}

function hide() {
  shown?.classList.remove("chosen");
  shown = null;
  tooltip.textContent = "";
}

function show(bar) {
  if (!bar || bar === shown) return;
  hide();
  shown = bar;
  bar.classList.add("chosen");
  tooltip.textContent = bar.getAttribute("aria-label");
  const place = bar.getBoundingClientRect();
  const most = document.documentElement.clientWidth - tooltip.offsetWidth - 8;
  const left = Math.max(8, Math.min(place.left + place.width / 2 - tooltip.offsetWidth / 2, most));
  tooltip.style.left = `${left + window.scrollX}px`;
  tooltip.style.top = `${place.top + window.scrollY - tooltip.offsetHeight - 6}px`;
}

// Bars can be one pixel wide or have no height, so choose the nearest one.
function nearest(chart, x, y) {
  let best = null;
  let least = Infinity;
  for (const bar of bars(chart)) {
    const { left, right, top, bottom } = bar.getBoundingClientRect();
    const aside = Math.max(left - x, x - right, 0);
    const distance = "horizontal" in chart.dataset ? Math.max(top - y, y - bottom, 0) : aside;
    if (distance < least) [best, least] = [bar, distance];
  }
  return best;
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

for (const chart of document.querySelectorAll(".chart")) {
  const point = (event) => show(nearest(chart, event.clientX, event.clientY));
  chart.addEventListener("pointermove", point);
  chart.addEventListener("pointerdown", point);
  chart.addEventListener("pointerleave", hide);
  chart.addEventListener("blur", hide);
  chart.addEventListener("keydown", (event) => {
    const each = bars(chart);
    const place = each.indexOf(shown);
    if (event.key === "Escape") hide();
    else if (event.key === "Home") show(each[0]);
    else if (event.key === "End") show(each.at(-1));
    else if (event.key in STEPS) show(each[place < 0 ? 0 : Math.max(0, Math.min(place + STEPS[event.key], each.length - 1))]);
    else return;
    event.preventDefault();
  });
}
