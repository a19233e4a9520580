// Opens the checkout in a frame over a merchant's page:
//   new EnkashCheckout({ order_id, handler, modal: { ondismiss, escape, backdropclose } }).open();
// Talks to exactly the server that the frame comes from: this script's own, or `base_url`.
(() => {
  "use strict";
  const ours = document.currentScript && document.currentScript.src ? new URL(document.currentScript.src).origin : location.origin;
  const READY_WITHIN = 15000;

  class EnkashCheckout {
    constructor(options) {
      if (!options || !options.order_id) throw new Error("EnkashCheckout: order_id is required");
      const config = window.EnkashCheckoutConfig || {};
      this.options = options;
      this.modal = { escape: true, backdropclose: false, ...options.modal };
      this.base = String(options.base_url || config.base_url || ours).replace(/\/+$/, "");
      this.origin = new URL(this.base, location.href).origin;
      this.hear = this.hear.bind(this);
      this.key = (event) => { if (event.key === "Escape" && this.modal.escape) this.dismiss(); };
    }

    open() {
      if (this.layer) return;
      const before = document.activeElement;
      const layer = document.createElement("div");
      Object.assign(layer.style, { position: "fixed", inset: "0", zIndex: "2147483647", background: "rgb(10 12 20 / 60%)", display: "grid", placeItems: "center", overflow: "auto" });
      layer.setAttribute("role", "dialog");
      layer.setAttribute("aria-modal", "true");
      layer.setAttribute("aria-label", "Checkout");
      const frame = document.createElement("iframe");
      frame.title = "Checkout";
      frame.allow = "payment; clipboard-write";
      Object.assign(frame.style, { width: "min(100%, 460px)", height: "min(100%, 720px)", border: "0", borderRadius: innerWidth > 480 ? "12px" : "0", background: "Canvas", colorScheme: "normal" });
      frame.src = `${this.base}/v1/pay/${encodeURIComponent(this.options.order_id)}?embedded=true&parentOrigin=${encodeURIComponent(location.origin)}`;
      layer.append(frame);
      layer.addEventListener("click", (event) => { if (event.target === layer && this.modal.backdropclose) this.dismiss(); });
      this.layer = layer;
      this.frame = frame;
      this.restore = { overflow: document.body.style.overflow, focus: before };
      document.body.style.overflow = "hidden";
      document.body.append(layer);
      frame.focus();
      addEventListener("message", this.hear);
      addEventListener("keydown", this.key);
      this.waiting = setTimeout(() => this.end({ status: "FAILED", reason: "checkout_unavailable" }), READY_WITHIN);
    }

    close() {
      if (!this.layer) return;
      clearTimeout(this.waiting);
      removeEventListener("message", this.hear);
      removeEventListener("keydown", this.key);
      this.layer.remove();
      document.body.style.overflow = this.restore.overflow;
      if (this.restore.focus && this.restore.focus.focus) this.restore.focus.focus();
      this.layer = null;
      this.frame = null;
    }

    end(result) {
      this.close();
      if (this.options.handler) this.options.handler(result);
    }

    dismiss() {
      if (!this.layer) return;
      this.close();
      if (this.modal.ondismiss) this.modal.ondismiss();
    }

    hear(event) {
      if (!this.frame || event.origin !== this.origin || event.source !== this.frame.contentWindow) return;
      const { type, messageId, payload } = event.data || {};
      if (messageId) this.frame.contentWindow.postMessage({ type: "enkash:ack", payload: { messageId } }, this.origin);
      if (type === "enkash:ready") {
        clearTimeout(this.waiting);
        // Keys that are pressed in the frame are its own: it is told what they may do, after each page that it loads.
        this.frame.contentWindow.postMessage({ type: "enkash:allow", payload: { escape: Boolean(this.modal.escape) } }, this.origin);
      } else if (type === "enkash:resize" && payload && Number(payload.height) > 0) {
        this.frame.style.height = `min(100%, ${Math.max(320, Math.ceil(Number(payload.height)))}px)`;
      } else if (type === "enkash:result") {
        this.end(payload);
      } else if (type === "enkash:dismiss") {
        this.dismiss();
      }
    }
  }

  window.EnkashCheckout = EnkashCheckout;
})();
