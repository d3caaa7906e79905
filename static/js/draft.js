/*
 * Saves a draft while someone types, beside the button that does the same without a script.
 *
 *   <form data-autosave="ADDRESS">   posted there 1.5 s after the last change, and on leaving a field
 *   <p id="save-status" role="status">   says what happened
 *   <textarea data-count="5000">   gets a line that counts; or maxlength="5000" data-count
 *
 * The answer is JSON: {"saved": "14.03 uur"}, or {"error": "sentence"} with a status of 4xx.
 */
"use strict";

(() => {
  const PAUSE = 1500;

  for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);
  for (const area of document.querySelectorAll("textarea[data-count]")) count(area);

  function watch(form) {
    const status = form.querySelector("#save-status") || document.querySelector("#save-status");
    let timer = 0;
    let saving = null;
    let saved = serialised(form);

    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    });
    form.addEventListener("change", save);
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      saved = null;
    });
    addEventListener("beforeunload", (event) => {
      if (saved !== null && saved !== serialised(form)) event.preventDefault();
    });

    async function save() {
      clearTimeout(timer);
      const text = serialised(form);
      if (saving || saved === null || text === saved) return;
      say("Bezig met bewaren…", "");
      saving = send(form);
      const { done, sentence } = await saving;
      saving = null;
      if (saved === null) return;
      if (done) saved = text;
      say(sentence, done ? "ros-save-status--saved" : "ros-save-status--error");
      if (done && serialised(form) !== text) timer = setTimeout(save, PAUSE);
    }

    function say(sentence, tone) {
      if (!status) return;
      status.className = `ros-save-status ${tone}`.trim();
      status.textContent = sentence;
    }
  }

  function serialised(form) {
    return new URLSearchParams(new FormData(form)).toString();
  }

  async function send(form) {
    let response;
    try {
      response = await fetch(form.dataset.autosave, {
        method: "POST",
        headers: { "HX-Request": "true", Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
        credentials: "same-origin",
        redirect: "manual",
      });
    } catch {
      return { done: false, sentence: "Nog niet bewaard: er is geen verbinding. Uw tekst staat nog op het scherm." };
    }
    if (response.type === "opaqueredirect") {
      return { done: false, sentence: "Nog niet bewaard: u bent uitgelogd. Kopieer uw tekst voordat u verdergaat." };
    }
    // An answer that is not JSON is a page about a fault.
    const answer = await response.json().catch(() => ({}));
    if (response.ok && answer.saved) return { done: true, sentence: `Bewaard om ${answer.saved}` };
    return { done: false, sentence: answer.error || "Nog niet bewaard. Gebruik de knop om te bewaren." };
  }

  function count(area) {
    const limit = Number(area.dataset.count || area.getAttribute("maxlength"));
    const line = document.createElement("p");
    line.className = "ros-save-status";
    line.id = `${area.id}_count`;
    area.after(line);
    // The server refuses what is too long; the browser does not cut off what someone pastes.
    area.removeAttribute("maxlength");
    const format = new Intl.NumberFormat("nl-NL");
    const show = () => {
      const left = limit - Array.from(area.value).length;
      line.classList.toggle("ros-over-limit", left < 0);
      line.textContent =
        left < 0 ? `${format.format(-left)} tekens te veel` : `Nog ${format.format(left)} van ${format.format(limit)} tekens`;
    };
    area.addEventListener("input", show);
    show();
  }
})();
