/* Small comforts; every page works without them. */
"use strict";

(() => {
  // A second click within one submission passes by: the server gets the form once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (button) button.setAttribute("aria-busy", "true");
  });

  // Back in the history shows the page as it was: its forms may be sent again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });

  // After signing out "back" asks the server, whatever page the browser still has in memory.
  const SIGNED_OUT = "signed-out";
  document.addEventListener("submit", (event) => {
    if ("signsOut" in event.target.dataset) sessionStorage.setItem(SIGNED_OUT, Date.now());
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && Number(sessionStorage.getItem(SIGNED_OUT)) > performance.timeOrigin) location.reload();
  });

  // Menu and account close with Escape and when one goes on elsewhere.
  const open = () => document.querySelectorAll("details.ros-disclosure[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const disclosure of open()) {
      disclosure.open = false;
      disclosure.querySelector("summary").focus();
    }
  });
  const closeOthers = (event) => {
    for (const disclosure of open()) if (!disclosure.contains(event.target)) disclosure.open = false;
  };
  document.addEventListener("click", closeOthers);
  // By keyboard only: a menu that closes between press and release moves the page from under the pointer.
  document.addEventListener("keyup", (event) => {
    if (event.key === "Tab") closeOthers(event);
  });

  // After a refused form the reader starts at the summary of errors.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
})();
