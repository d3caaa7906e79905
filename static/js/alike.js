/*
 * Offers earlier questions while someone types one. Without it they stand on the next page.
 *
 *   <textarea data-alike="ADDRESS">   asked with ?tekst= when typing pauses
 *   <div id="lijkt-op" role="status">   where they are shown
 */
"use strict";

(() => {
  const PAUSE = 600;
  const LONGEST = 2000;
  const area = document.querySelector("textarea[data-alike]");
  const place = document.querySelector("#lijkt-op");
  if (!area || !place) return;
  let timer = 0;
  let asked = 0;

  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });

  async function look() {
    const number = ++asked;
    const query = new URLSearchParams({ tekst: area.value.slice(0, LONGEST) });
    const response = await fetch(`${area.dataset.alike}?${query}`, {
      headers: { "HX-Request": "true", Accept: "application/json" },
      redirect: "manual",
    }).catch(() => null);
    const answer = response && response.ok ? await response.json().catch(() => ({})) : {};
    // An answer that comes after a later one is of words that were changed.
    if (number === asked) show(answer.questions || []);
  }

  function show(questions) {
    place.replaceChildren();
    if (!questions.length) return;
    const heading = document.createElement("p");
    heading.textContent = "Misschien is dit al beantwoord:";
    const list = document.createElement("ul");
    for (const question of questions) {
      const link = document.createElement("a");
      link.href = question.url;
      link.textContent = question.text;
      const item = document.createElement("li");
      item.append(link, ` (${question.detail})`);
      list.append(item);
    }
    place.append(heading, list);
  }
})();
