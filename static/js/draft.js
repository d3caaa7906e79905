/*
 * Saves a draft while someone types, beside the button that does the same without a script.
 *
 *   <form data-autosave="ADDRESS">   posted there 1.5 s after the last change, and on leaving a field
 *   <input type="hidden" name="seen">   the moment of the version on the page; each answer brings the next
 *   <p id="save-status" role="status">   says what happened
 *   <textarea data-count="5000">   gets a line that counts when it is nearly full; or maxlength="5000" data-count
 *
 * The answer is JSON: {"saved": "14.03 uur", "seen": "..."}, or {"error": "sentence"} with a status of 4xx.
 * What did not get there is tried again; and the button waits for that, so that no words leave with the page.
 */
"use strict";

(() => {
  const PAUSE = 1500;
  const RETRY = 10_000;
  const NOT_WORDS = ["csrfmiddlewaretoken", "seen"];

  for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);
  for (const area of document.querySelectorAll("textarea[data-count]")) count(area);

  function watch(form) {
    const status = form.querySelector("#save-status") || document.querySelector("#save-status");
    let timer = 0;
    let saving = null;
    let saved = words(form);
    let leaves = false;

    form.addEventListener("input", () => later(PAUSE));
    form.addEventListener("change", save);
    addEventListener("online", save);
    addEventListener("focus", save);
    form.addEventListener("submit", async (event) => {
      leaves ||= !saving && words(form) === saved;
      if (leaves) return;
      event.preventDefault();
      leaves = await save();
      if (leaves) form.requestSubmit(event.submitter);
    });
    addEventListener("beforeunload", (event) => {
      if (!leaves && words(form) !== saved) event.preventDefault();
    });
    // Back in the history shows the page as it was; saving finds out whether it still is so.
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      [leaves, saved] = [false, null];
      save();
    });

    function later(pause) {
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    }

    /* Whether the portal has taken in these words: saved them, or said what is wrong with them. */
    async function save() {
      clearTimeout(timer);
      while (saving) await saving;
      const text = words(form);
      if (leaves || text === saved) return true;
      say("Bezig met bewaren…", "");
      saving = send(form);
      const { arrived, done, sentence, seen } = await saving;
      saving = null;
      if (seen) form.elements.seen.value = seen;
      if (done) saved = text;
      say(sentence, done ? "ros-save-status--saved" : "ros-save-status--error");
      if (words(form) !== text) later(PAUSE);
      else if (!arrived) later(RETRY);
      return arrived;
    }

    function say(sentence, tone) {
      if (!status) return;
      status.className = `ros-save-status ${tone}`.trim();
      status.textContent = sentence;
    }
  }

  function words(form) {
    const fields = [...new FormData(form)].filter(([name]) => !NOT_WORDS.includes(name));
    return new URLSearchParams(fields).toString();
  }

  async function send(form) {
    let response;
    try {
      response = await post(form);
      // Who signed in again, in another window, has a new token; this page has the old one.
      if (response.status === 403 && (await renew(form))) response = await post(form);
    } catch {
      return { arrived: false, sentence: "Nog niet bewaard: er is geen verbinding. Uw tekst staat nog op het scherm." };
    }
    if (response.type === "opaqueredirect" || response.status === 403) {
      return {
        arrived: false,
        sentence: "Nog niet bewaard: u bent uitgelogd. Log in een ander venster weer in. Dan bewaren wij uw tekst.",
      };
    }
    // An answer that is not JSON is a page about a fault.
    const answer = await response.json().catch(() => ({}));
    if (response.ok && answer.saved) {
      return { arrived: true, done: true, sentence: `Bewaard om ${answer.saved}`, seen: answer.seen };
    }
    return {
      arrived: Boolean(answer.error),
      sentence: answer.error || "Nog niet bewaard. Wij proberen het zo opnieuw.",
      seen: answer.seen,
    };
  }

  function post(form) {
    return fetch(form.dataset.autosave, {
      method: "POST",
      headers: { "HX-Request": "true", Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
      credentials: "same-origin",
      redirect: "manual",
    });
  }

  async function renew(form) {
    const page = await fetch(location.href, { redirect: "manual" });
    const token = page.ok && /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(await page.text());
    if (token) form.elements.csrfmiddlewaretoken.value = token[1];
    return Boolean(token);
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
      line.hidden = left > limit / 10;
      line.classList.toggle("ros-over-limit", left < 0);
      line.textContent =
        left < 0 ? `${format.format(-left)} tekens te veel` : `Nog ${format.format(left)} van ${format.format(limit)} tekens`;
    };
    area.addEventListener("input", show);
    show();
  }
})();
