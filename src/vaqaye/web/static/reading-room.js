// What reading does not need: a note lights up with its words and stands beside them, suggestions by arrow keys, the
// network of meetings.
"use strict";
document.documentElement.classList.add("scripts");

function light(key, on) {
  for (const part of document.querySelectorAll(`[data-entry~="${CSS.escape(key)}"]`)) part.classList.toggle("lit", on);
}
for (const [event, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(event, (e) => {
    const part = e.target instanceof Element && e.target.closest("[data-light]");
    if (part) light(part.dataset.light, on);
  });
}

// A long paragraph has many notes: each goes down to the line of its words, or to where the note before it ends.
const narrow = matchMedia("(max-width: 60rem)");
function align() {
  for (const place of document.querySelectorAll(".notes")) {
    const notes = [...place.children];
    for (const note of notes) note.style.marginTop = "";
    if (narrow.matches) continue;
    const top = place.getBoundingClientRect().top;
    const wanted = notes.map((note) => {
      const key = CSS.escape(note.dataset.entry);
      const words = place.parentElement.querySelector(`.words [data-light="${key}"], .words [data-entry~="${key}"]`);
      return words && note.offsetParent ? words.getClientRects()[0].top - top : 0;
    });
    const heights = notes.map((note) => note.offsetHeight);
    let end = 0;
    notes.forEach((note, n) => {
      const room = Math.max(0, wanted[n] - end);
      if (room > 12) note.style.marginTop = `${room}px`;
      if (heights[n]) end += Math.max(room, end ? 12 : 0) + heights[n];
    });
  }
}
if (document.querySelector(".notes")) {
  align();
  document.fonts.ready.then(align);
  addEventListener("resize", align);
  document.addEventListener("toggle", align, true);
  document.querySelector(".legend").addEventListener("change", align);
}

const box = document.getElementById("q");
const suggestions = document.getElementById("suggestions");
if (box && suggestions) {
  box.form.addEventListener("keydown", (e) => {
    const links = [...suggestions.querySelectorAll("a")];
    if (e.key === "Escape") { suggestions.replaceChildren(); box.focus(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step || !links.length) return;
    e.preventDefault();
    const at = links.indexOf(document.activeElement) + step;
    (at < 0 ? box : links[Math.min(at, links.length - 1)]).focus();
  });
  document.addEventListener("click", (e) => { if (!box.form.contains(e.target)) suggestions.replaceChildren(); });
}

// An event that was missed: the words that are chosen in the text, and where they begin, in letters as the record counts.
const whole = document.querySelector("[data-choose]");
if (whole) {
  whole.addEventListener("select", () => {
    const { value, selectionStart, selectionEnd, form } = whole;
    form.elements[whole.dataset.choose].value = value.slice(selectionStart, selectionEnd);
    form.elements.start.value = [...value.slice(0, selectionStart)].length;
  });
}

function network(place) {
  const { nodes, links, center } = JSON.parse(place.dataset.network);
  const ink = getComputedStyle(document.body);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const most = Math.max(1, ...links.map((l) => l[2]));
  const graph = cytoscape({
    container: place,
    elements: [
      ...nodes.map((n) => ({ data: { id: n.id, label: n.name, href: n.href, center: n.id === center ? 1 : 0 } })),
      ...links.map(([a, b, n]) => ({ data: { source: a, target: b, width: 1 + 5 * n / most } })),
    ],
    style: [
      { selector: "node", style: { label: "data(label)", "font-family": ink.fontFamily, "font-size": 12, color: colour("--ink"), "background-color": colour("--soft"), width: 14, height: 14, "text-valign": "bottom", "text-margin-y": 3, "text-max-width": 96, "text-wrap": "wrap", "text-background-color": colour("--sheet"), "text-background-opacity": 0.8 } },
      { selector: "node[center = 1]", style: { "background-color": colour("--red"), width: 24, height: 24, "font-weight": "bold" } },
      { selector: "edge", style: { width: "data(width)", "line-color": colour("--hair"), "curve-style": "haystack" } },
    ],
    layout: { name: nodes.length > 2 ? "concentric" : "circle", concentric: (n) => n.data("center") * 1000 + n.degree(), minNodeSpacing: 72, padding: 30 },
    maxZoom: 3, minZoom: 0.3,
  });
  if (graph.zoom() > 1.2) { graph.zoom(1.2); graph.center(); }
  graph.on("tap", "node", (e) => { location.href = e.target.data("href"); });
}
document.querySelectorAll("[data-network]").forEach(network);
