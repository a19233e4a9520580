// What the checkout gains where JavaScript is on: it sees at once how the order stands, says what a card is and what it
// costs, finds banks, counts down, goes on by itself, and talks to the page around its frame.
(() => {
  "use strict";
  const body = document.body;
  const { live, payment, parent: around } = body.dataset;
  const said = document.querySelector("[data-said]");
  const say = (text) => { if (said) { said.textContent = ""; requestAnimationFrame(() => { said.textContent = text; }); } };
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // The frame: only with the origin that the server found among the merchant's.
  const tell = (type, more) => { if (around && window.parent !== window) window.parent.postMessage({ type, ...more }, around); };
  const insist = (type, payload) => {
    const messageId = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
    let times = 0;
    const send = () => { times += 1; tell(type, { messageId, payload: payload || { messageId } }); };
    const again = setInterval(() => { if (times < 5) send(); else clearInterval(again); }, 1000);
    addEventListener("message", (event) => {
      const id = event.data && (event.data.messageId || (event.data.payload && event.data.payload.messageId));
      if (event.origin === around && event.source === window.parent && event.data.type === "enkash:ack" && id === messageId) clearInterval(again);
    });
    send();
  };
  if (around) {
    tell("enkash:ready", {});
    requestAnimationFrame(() => requestAnimationFrame(() => tell("enkash:content-ready", {})));
    const size = () => tell("enkash:resize", { payload: { height: Math.ceil(body.firstElementChild.ownerDocument.querySelector("footer").getBoundingClientRect().bottom + scrollY) } });
    new ResizeObserver(size).observe(document.querySelector("main"));
    const shut = document.querySelector("[data-dismiss]");
    shut.hidden = false;
    const dismiss = () => insist("enkash:dismiss");
    shut.addEventListener("click", dismiss);
    // Only where the page around the frame has said so: it may forbid that one key ends the checkout.
    let escape = false;
    addEventListener("message", (event) => {
      if (event.origin !== around || event.source !== window.parent || !event.data || event.data.type !== "enkash:allow") return;
      escape = Boolean(event.data.payload && event.data.payload.escape);
    });
    addEventListener("keydown", (event) => { if (event.key === "Escape" && escape) dismiss(); });
  }

  // A page out of the browser's memory may be old.
  addEventListener("pageshow", (event) => { if (event.persisted) location.replace(body.dataset.here); });

  let leaving = false;
  // The server takes a form that was sent twice once; this spares the wait and says that something happens.
  for (const form of all("[data-once]")) {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (sent) { event.preventDefault(); return; }
      sent = true;
      // What the order tells now would overtake the form's own answer.
      leaving = true;
      const button = event.submitter || form.querySelector("button");
      if (button) { button.setAttribute("aria-disabled", "true"); if (button.classList.contains("button")) button.dataset.busy = "true"; }
      say(body.dataset.busy);
      // A server that does not answer leaves the page as it is: then the button works again.
      setTimeout(() => { sent = false; leaving = false; if (button) { button.removeAttribute("aria-disabled"); delete button.dataset.busy; } }, 20000);
    });
  }

  // How the order stands.
  const final = !["CREATED", "CHECKOUT_RENDERED", "ATTEMPTED"].includes(body.dataset.order);
  addEventListener("pagehide", () => { leaving = true; });
  const look = (stand) => {
    if (leaving) return;
    const ended = !["CREATED", "CHECKOUT_RENDERED", "ATTEMPTED"].includes(stand.order) || !stand.attemptsLeft;
    if (payment && stand.payment && stand.payment !== body.dataset.stands) {
      leaving = true;
      location.replace(body.dataset.here);
    } else if (!payment && ended) {
      leaving = true;
      location.replace(body.dataset.home);
    } else if (payment && stand.order !== body.dataset.order && ["PAID", "CANCELLED", "EXPIRED"].includes(stand.order) && stand.payment !== "SUCCESS") {
      leaving = true;
      location.replace(body.dataset.home);
    }
  };
  const query = payment ? `?payment=${encodeURIComponent(payment)}` : "";
  const poll = async () => {
    if (leaving) { setTimeout(poll, 5000); return; }
    try {
      const answer = await fetch(`${live}/state${query}`, { cache: "no-store" });
      if (answer.ok) look(await answer.json());
    } catch (e) { /* away for a moment: looks again */ }
    setTimeout(poll, 5000);
  };
  if (live && !final && !document.querySelector("[data-how], [data-close]")) {
    if (window.EventSource) {
      let failures = 0;
      const source = new EventSource(`${live}/events${query}`);
      source.addEventListener("message", (event) => { failures = 0; look(JSON.parse(event.data)); });
      source.addEventListener("error", () => {
        failures += 1;
        if (source.readyState === EventSource.CLOSED || failures > 3) { source.close(); poll(); failures = -Infinity; }
      });
      addEventListener("pagehide", () => source.close());
    } else {
      poll();
    }
  }

  // On to the bank: not kept in the history, so that the back button leads back here.
  const { go } = body.dataset;
  if (go && !around) location.replace(go);
  if (document.querySelector("[data-close]")) setTimeout(() => window.close(), 600);

  // The time that is left for a payment by UPI, kept over reloads.
  const counting = document.querySelector("[data-countdown]");
  if (counting) {
    const key = `ends-${payment}`;
    const store = { get: () => { try { return Number(sessionStorage.getItem(key)); } catch (e) { return 0; } }, set: (to) => { try { sessionStorage.setItem(key, to); } catch (e) { /* for this page only */ } } };
    const ends = store.get() || Date.now() + Number(counting.dataset.countdown) * 1000;
    store.set(ends);
    counting.hidden = false;
    const clock = counting.querySelector("[data-clock]");
    const tick = () => {
      const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
      clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (left === 0) {
        clearInterval(ticking);
        const end = document.querySelector("[data-end]");
        if (end) { end.elements.why.value = "timeout"; end.requestSubmit(); }
      }
    };
    const ticking = setInterval(tick, 500);
    tick();
  }

  for (const button of all("[data-copy-text]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(button.dataset.copyText); say(button.dataset.done); button.textContent = button.dataset.done; } catch (e) { /* not allowed here */ }
    });
  }

  // What it costs: the total stands on the button before it is pressed.
  const charge = (form, cost) => {
    const tally = form.querySelector("[data-tally]");
    const button = form.querySelector("[data-label]");
    if (tally) {
      tally.hidden = !cost.more;
      for (const each of ["fee", "gst", "total"]) tally.querySelector(`[data-${each}]`).textContent = cost[each];
    }
    if (button) button.textContent = button.dataset.label.replace("%", cost.total);
  };

  for (const form of all("[data-list]")) {
    const choices = all(".choice", form);
    const chosen = () => {
      const input = form.querySelector("input[type=radio]:checked");
      if (input) charge(form, { more: input.dataset.more === "true", fee: input.dataset.feeOf, gst: input.dataset.gstOf, total: input.dataset.totalOf });
    };
    form.addEventListener("change", chosen);
    chosen();
    const find = form.querySelector("[data-find]");
    if (find) {
      find.hidden = choices.length < 7;
      const input = find.querySelector("input");
      const none = form.querySelector("[data-no-hit]");
      input.addEventListener("input", () => {
        const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
        let hits = 0;
        for (const each of choices) {
          each.hidden = !words.every((word) => each.dataset.name.includes(word));
          hits += each.hidden ? 0 : 1;
        }
        none.hidden = hits > 0;
      });
      // Enter in the search takes the only bank that is left, and never pays.
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        const left = choices.filter((each) => !each.hidden);
        if (left.length === 1) { const radio = left[0].querySelector("input"); radio.checked = true; radio.focus(); chosen(); }
      });
    }
  }

  const wrong = (field, text) => {
    const box = field.closest(".field");
    box.classList.toggle("wrong", Boolean(text));
    if (text) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
    box.querySelector("[data-error]").textContent = text || "";
  };

  const card = document.querySelector("[data-card]");
  if (card) {
    const { cardNumber: number, expiry, cvv, cardHolderName: holder } = card.elements;
    const kind = card.querySelector("[data-kind]");
    const words = card.dataset;
    let known = null;
    let asked = "";
    const digits = () => number.value.replace(/\D/g, "");
    const luhn = (text) => [...text].reverse().reduce((sum, digit, i) => sum + (i % 2 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit] : Number(digit)), 0) % 10 === 0;
    const past = () => {
      const found = /^(0[1-9]|1[0-2])\/(\d\d)$/.exec(expiry.value.replace(/\s/g, "").replace("/20", "/"));
      if (!found) return words.expiry;
      const now = new Date();
      return 2000 + Number(found[2]) < now.getFullYear() || (2000 + Number(found[2]) === now.getFullYear() && Number(found[1]) < now.getMonth() + 1) ? words.expired : "";
    };
    const checks = [
      [number, () => (digits().length < 12 || !luhn(digits()) ? words.number : known && !known.taken ? words.taken : "")],
      [expiry, past],
      [cvv, () => (known && known.scheme === "AMEX" ? (/^\d{4}$/.test(cvv.value) ? "" : words.cvvFour) : /^\d{3,4}$/.test(cvv.value) ? "" : words.cvv)],
      [holder, () => (holder.value.trim() ? "" : words.holder)],
    ];
    for (const [field, check] of checks) {
      // A sentence that appeared now would push the button from under the finger that presses it, which checks anyway.
      field.addEventListener("blur", (event) => {
        const pressed = event.relatedTarget && event.relatedTarget.type === "submit";
        if (field.value && !pressed) wrong(field, check());
      });
      field.addEventListener("input", () => { if (field.getAttribute("aria-invalid")) wrong(field, check()); });
    }
    const shape = () => {
      const text = digits().slice(0, 19);
      const groups = /^3[47]/.test(text) ? [4, 6, 5, 4] : [4, 4, 4, 4, 3];
      const parts = [];
      for (let at = 0, i = 0; at < text.length; at += groups[i], i += 1) parts.push(text.slice(at, at + groups[i]));
      return parts.join(" ");
    };
    const ask = async () => {
      const start = digits().slice(0, 8);
      if (start.length < 6) { asked = ""; known = null; kind.textContent = ""; return; }
      if (start === asked) return;
      asked = start;
      try {
        const answer = await fetch(`${live}/card`, { method: "POST", body: new URLSearchParams({ digits: start }) });
        const text = answer.ok ? await answer.text() : "";
        if (asked !== start) return;
        known = text ? JSON.parse(text) : null;
        kind.textContent = known ? known.scheme === "RUPAY" ? "RuPay" : known.scheme[0] + known.scheme.slice(1).toLowerCase() : "";
        if (known) {
          charge(card, { more: known.charge.more, fee: known.charge.surcharge, gst: known.charge.gst, total: known.charge.total });
          say(kind.textContent);
          cvv.maxLength = known.scheme === "AMEX" ? 4 : 3;
          if (!known.taken) wrong(number, words.taken);
        }
      } catch (e) { asked = ""; /* away for a moment: the server checks anyway */ }
    };
    number.addEventListener("input", () => {
      const left = number.value.slice(0, number.selectionStart).replace(/\D/g, "").length;
      const shaped = shape();
      if (number.value !== shaped) {
        number.value = shaped;
        let at = 0;
        for (let count = 0; at < shaped.length && count < left; at += 1) if (/\d/.test(shaped[at])) count += 1;
        number.setSelectionRange(at, at);
      }
      ask();
    });
    expiry.addEventListener("input", (event) => {
      if (event.inputType && event.inputType.startsWith("delete")) return;
      let text = expiry.value.replace(/\D/g, "");
      if (/^[2-9]/.test(text)) text = `0${text}`;
      if (text.length > 4 && text.slice(2, 4) === "20") text = text.slice(0, 2) + text.slice(4);
      expiry.value = text.length >= 2 ? `${text.slice(0, 2)}/${text.slice(2, 4)}` : text;
    });
    cvv.addEventListener("input", () => { cvv.value = cvv.value.replace(/\D/g, ""); });
    card.addEventListener("submit", (event) => {
      let first = null;
      for (const [field, check] of checks) {
        const text = check();
        wrong(field, text);
        if (text && !first) first = field;
      }
      if (first) { event.preventDefault(); event.stopImmediatePropagation(); first.focus(); }
    }, true);
    // Nothing of a card comes back with the browser's memory of forms.
    addEventListener("pagehide", () => { for (const field of [number, cvv]) field.value = ""; });
    if (digits()) number.dispatchEvent(new Event("input"));
  }

  const verify = document.querySelector("[data-verify]");
  if (verify) {
    const vpa = document.getElementById("vpa");
    const payer = document.querySelector("[data-payer]");
    verify.hidden = false;
    vpa.addEventListener("input", () => { payer.textContent = ""; wrong(vpa, ""); });
    verify.addEventListener("click", async () => {
      payer.textContent = "";
      verify.setAttribute("aria-disabled", "true");
      try {
        const answer = await fetch(`${live}/vpa`, { method: "POST", body: new URLSearchParams({ vpa: vpa.value.trim() }) });
        if (!answer.ok) throw new Error("away");
        const { name } = await answer.json();
        wrong(vpa, name ? "" : verify.dataset.unknown);
        payer.textContent = name ? verify.dataset.known.replace("%", name) : "";
      } catch (e) {
        payer.textContent = verify.dataset.away;
      }
      verify.removeAttribute("aria-disabled");
    });
  }

  // The end: the way back to the merchant.
  const back = document.querySelector("[data-return]");
  if (back) {
    if (around) {
      const fields = Object.fromEntries(all("input[type=hidden]", back).map((each) => [each.name, each.value]));
      insist("enkash:result", fields);
    } else {
      // Once: whoever comes back from the merchant's page wants to see this one.
      const key = `went-${live}`;
      const went = { get: () => { try { return sessionStorage.getItem(key); } catch (e) { return null; } }, set: () => { try { sessionStorage.setItem(key, "1"); } catch (e) { /* for this page only */ } } };
      const soon = back.querySelector("[data-soon]");
      back.addEventListener("submit", went.set);
      if (soon && !went.get()) {
        soon.hidden = false;
        setTimeout(() => { if (!leaving) back.requestSubmit(); }, document.querySelector("[data-how=paid]") ? 3000 : 6000);
      }
    }
  }

  // A mistake is where the keyboard is.
  const bad = document.querySelector("[aria-invalid=true]");
  if (bad) bad.focus();
})();
