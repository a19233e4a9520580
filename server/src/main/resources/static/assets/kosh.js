// What pages gain where JavaScript is on: copy buttons, the theme switch, a search that answers while one types, the
// sandbox's events as they happen and its clock, the seconds of what is shown for a while only, the shop's totals, orders
// that tell when they have ended.
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

  const clock = document.querySelector("[data-ticks]");
  if (clock) {
    const indian = Date.parse(clock.dataset.ticks) + 19_800_000;
    const began = performance.now();
    setInterval(() => {
      clock.textContent = new Date(indian + performance.now() - began).toISOString().slice(11, 19);
    }, 1000);
  }

  // What is shown for a while only: gone when the time is over, or when somebody comes back to it.
  const fleeting = document.querySelector("[data-fleeting]");
  if (fleeting) {
    const left = fleeting.querySelector("[data-left]");
    const ends = performance.now() + Number(fleeting.dataset.fleeting) * 1000;
    const end = () => { fleeting.replaceChildren(); location.replace(location.pathname); };
    const ticking = setInterval(() => {
      const seconds = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
      left.textContent = seconds;
      if (seconds === 0) { clearInterval(ticking); end(); }
    }, 250);
    addEventListener("pageshow", (event) => { if (event.persisted) end(); });
  }

  // What is shown once is gone when somebody comes back to it.
  if (document.querySelector("[data-shown-once]")) {
    addEventListener("pageshow", (event) => { if (event.persisted) location.replace(location.pathname); });
  }

  // The server takes a form that was sent twice once; this only spares the wait.
  for (const form of document.querySelectorAll("[data-once]")) {
    const button = form.querySelector("button");
    form.addEventListener("submit", (event) => {
      if (button.getAttribute("aria-disabled")) event.preventDefault();
      button.setAttribute("aria-disabled", "true");
    });
    addEventListener("pageshow", () => button.removeAttribute("aria-disabled"));
  }

  // An order that is on its way: loads the page again when it has ended, or the sign-in has.
  const watched = document.querySelector("[data-watch]");
  if (watched) {
    let looks = 0;
    const look = async () => {
      looks += 1;
      try {
        const answer = await fetch(watched.dataset.watch, { cache: "no-store" });
        if (answer.status === 401 || answer.status === 204) {
          location.replace(location.pathname);
          return;
        }
      } catch (e) { /* away for a moment: looks again */ }
      setTimeout(look, looks < 20 ? 1500 : 15000);
    };
    setTimeout(look, 1000);
  }

  // What a voucher costs, as the server will reckon it: in paise, and discounts in hundredths of a percent.
  const buy = document.querySelector("[data-buy]");
  if (buy) {
    const total = buy.querySelector("[data-total]");
    const text = buy.querySelector("[data-total-text]");
    const custom = buy.querySelector("[data-custom]");
    const amount = buy.querySelector("#amount");
    const quantity = buy.querySelector("#quantity");
    const reckon = () => {
      const chosen = buy.querySelector("input[name=config]:checked");
      const free = chosen !== null && chosen.hasAttribute("data-custom-choice");
      if (custom) custom.hidden = !free;
      for (const option of quantity.options) option.disabled = chosen !== null && Number(option.value) > Number(chosen.dataset.most);
      if (quantity.selectedOptions[0]?.disabled) quantity.value = chosen.dataset.most;
      const face = chosen === null ? NaN : free ? Number(amount.value.replace(/[\s,]/g, "") || NaN) * 100 : Number(chosen.dataset.face);
      const known = Number.isFinite(face) && face > 0;
      total.hidden = !known;
      if (!known) return;
      const price = Math.max(1, Math.floor((face * (10000 - Number(chosen.dataset.discount)) + 5000) / 10000)) * Number(quantity.value);
      const shown = (price / 100).toLocaleString("en-IN", { minimumFractionDigits: price % 100 ? 2 : 0, maximumFractionDigits: 2 });
      text.textContent = `${shown} ${shown === "1" ? total.dataset.point : total.dataset.points}`;
    };
    buy.addEventListener("input", reckon);
    addEventListener("pageshow", reckon);
    reckon();
  }

  const events = document.querySelector("[data-stream]");
  if (events && window.EventSource) {
    const MOST = 200;
    const state = document.querySelector("[data-stream-state]");
    const badge = state.querySelector(".badge");
    const press = state.querySelector("button");
    const waiting = [];
    let paused = false;
    let open = false;
    const tell = () => {
      badge.textContent = paused ? `${state.dataset.paused}${waiting.length ? ` (${waiting.length})` : ""}` : open ? state.dataset.open : state.dataset.shut;
      badge.className = `badge ${open && !paused ? "good" : "note"}`;
      press.textContent = paused ? press.dataset.goOn : press.dataset.pause;
      state.hidden = false;
    };
    const show = (line) => {
      const template = document.createElement("template");
      template.innerHTML = line;
      events.prepend(template.content);
      while (events.children.length > MOST) events.lastElementChild.remove();
      document.querySelector("[data-until-line]")?.remove();
    };
    const source = new EventSource(events.dataset.stream);
    source.addEventListener("open", () => { open = true; tell(); });
    source.addEventListener("error", () => { open = false; tell(); });
    source.addEventListener("line", (event) => {
      if (paused) {
        waiting.push(event.data);
        if (waiting.length > MOST) waiting.shift();
        tell();
      } else {
        show(event.data);
      }
    });
    press.addEventListener("click", () => {
      paused = !paused;
      if (!paused) waiting.splice(0).forEach(show);
      tell();
      say(badge.textContent);
    });
    // The stream would hold its connection while the page waits in the browser's memory.
    addEventListener("pagehide", () => source.close());
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
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
