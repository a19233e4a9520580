// What pages gain where JavaScript is on: copy buttons, the theme switch, a search that answers while one types.
(() => {
  "use strict";
  const said = document.querySelector("[data-said]");
  const say = (text) => { if (said) { said.textContent = ""; requestAnimationFrame(() => { said.textContent = text; }); } };

  const copy = async (button, text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch (e) {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const before = button.textContent;
    button.textContent = document.body.dataset.copied;
    say(document.body.dataset.copied);
    setTimeout(() => { button.textContent = before; }, 1500);
  };

  for (const button of document.querySelectorAll("[data-copy-code]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button, button.closest(".code").querySelector("code").textContent));
  }
  for (const button of document.querySelectorAll("[data-copy-text]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button, button.dataset.copyText));
  }

  const theme = document.querySelector("[data-theme-switch]");
  if (theme) {
    theme.hidden = false;
    theme.addEventListener("click", () => {
      const root = document.documentElement;
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch (e) { /* storage is off: for this page only */ }
    });
  }

  const question = document.querySelector(".search input[type=search]");
  const routes = [...document.querySelectorAll(".route")];
  if (question && routes.length > 0) {
    const texts = routes.map((route) => route.textContent.toLowerCase());
    const none = document.querySelector("[data-no-hit]");
    question.addEventListener("input", () => {
      const words = question.value.toLowerCase().split(/\s+/).filter(Boolean);
      let hits = 0;
      routes.forEach((route, i) => {
        const hit = words.every((word) => texts[i].includes(word));
        route.hidden = !hit;
        hits += hit ? 1 : 0;
        const entry = document.querySelector(`.index a[href="#${CSS.escape(route.id)}"], .index a[href="#${route.id}"]`);
        if (entry) entry.parentElement.hidden = !hit;
      });
      for (const group of document.querySelectorAll(".reference .group")) {
        group.hidden = !group.querySelector(".route:not([hidden])");
      }
      if (none) none.hidden = hits > 0;
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
        event.preventDefault();
        question.focus();
      }
    });
  }
})();
