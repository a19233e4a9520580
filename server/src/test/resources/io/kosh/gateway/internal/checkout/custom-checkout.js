// A checkout client as a merchant has it on a page of its own: it sends what the documented clients send, in their
// order, looks at what they look at, and nothing else. Only the host is ours.
"use strict";

class CustomCheckout {
  constructor({ host, orderId, pollMillis = 5000, mostMillis = 300000 }) {
    Object.assign(this, { host, orderId, pollMillis, mostMillis, calls: [] });
  }

  // An envelope is known by response_code; without that key the whole body is the result.
  async call(method, path, body) {
    this.calls.push(method + " " + path.split("?")[0]);
    const init = { method, credentials: "omit" };
    if (body !== undefined) {
      init.headers = { "Content-Type": "application/json" };
      init.body = JSON.stringify(body);
    }
    const response = await fetch(this.host + path, init);
    const json = await response.json();
    if (!response.ok) {
      throw new Error(json.response_message ?? json.resultMessage ?? json.message);
    }
    if (!("response_code" in json)) {
      return json;
    }
    if (Number(json.response_code) !== 0) {
      throw new Error(json.response_message);
    }
    return json.payload;
  }

  async load() {
    this.order = await this.call("GET", "/pay/checkout/" + this.orderId);
    if (!this.order.transactionId) {
      throw new Error("ORDER_NOT_FOUND");
    }
    return this.order;
  }

  async contact(mobile, email) {
    if (!/^[6-9]\d{9}$/.test(mobile) || (email && !/^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,4}$/.test(email))) {
      throw new Error("CONTACT_INVALID");
    }
    const kept = await this.call("PATCH", "/pay/checkout/customer-info/" + this.order.transactionId, {
      customerEmail: email ?? null,
      customerMobile: mobile,
      merchantAccessKey: this.order.publicIdentifierKey,
    });
    this.order.skipContactInfo = true;
    return kept.customerMobile ?? kept.phoneNumber;
  }

  async minimal(id) {
    return this.call("GET", "/api/v0/transactions/" + id + "/minimal");
  }

  async mustBePayable() {
    const now = await this.minimal(this.order.transactionId);
    if (now.paymentAttemptLeft !== true || ["EXPIRED", "CANCELLED", "PAID"].includes(now.orderStatus)) {
      throw new Error("ORDER_NOT_PAYABLE");
    }
  }

  // Rupees on top: the specific key, else that of the route, else DEFAULT; an explicit 0 wins.
  onTop(mode, qualifiers) {
    const of = (kind) => {
      for (const qualifier of [...qualifiers, "DEFAULT"]) {
        const found = this.order.surcharges[kind + "_" + mode + "_" + qualifier];
        if (found !== undefined && found !== null) {
          return Number(found);
        }
      }
      return 0;
    };
    return of("SC") + of("CF");
  }

  async charge(paymentDetail, onTop) {
    if (this.order.skipContactInfo !== true) {
      throw new Error("CONTACT_NEEDED");
    }
    await this.mustBePayable();
    const reply = await this.call("POST", "/pay/charge/process", {
      uniqueTransactionId: this.order.uniqueTransactionId,
      publicIdentifierKey: this.order.publicIdentifierKey,
      transactionId: this.order.transactionId,
      paymentDetail,
      surcharge: onTop.toFixed(2),
      surchargeGst: this.order.surchargeGst,
      popupMode: true,
    });
    return this.answered(reply);
  }

  // What a reply means is looked for in this order.
  async answered(reply) {
    const id = reply.transactionId ?? this.order.transactionId;
    if (reply.transactionStatus === "SUCCESS" && reply.dauth) {
      return this.deliver("success", await this.minimal(id));
    }
    if (reply.error) {
      return { payment_status: "failed", message: reply.resultMessage };
    }
    if (reply.iframe === "LYRA") {
      throw new Error("this client has no such frame");
    }
    if (reply.rupay) {
      await this.call("PATCH", "/pay/charge/cancel", { transactionId: id, remark: "rupay_otp_unsupported" });
      return { payment_status: "failed", message: "rupay_otp_unsupported", payment_id: id };
    }
    if (reply.resultCode === 158 || reply.resultCode === 156) {
      return { payment_status: "rejected", message: reply.resultMessage };
    }
    if (!reply.redirectionUrl) {
      return { payment_status: "failed", message: reply.resultMessage };
    }
    this.popup = window.open(reply.redirectionUrl, "_blank", "width=500,height=700");
    return this.until(id, (now) => this.outcome(now), () => this.minimal(id));
  }

  outcome(now) {
    switch (now.orderStatus) {
      case "PAID":
      case "SUCCESS":
      case "CAPTURED":
        return "success";
      case "FAILED":
        return "failed";
      case "CANCELLED":
        return "cancelled";
      case "EXPIRED":
      case "TIMEOUT":
        return "expired";
      case "ATTEMPTED":
        switch (now.status ?? now.transactionStatus) {
          case "SUCCESS":
          case "AUTHORIZED":
            return "success";
          case "FAILED":
            return "failed";
          case "CANCELLED":
            return "cancelled";
          case "EXPIRED":
          case "TIMEOUT":
            return "expired";
        }
    }
    return null;
  }

  async until(id, judge, ask) {
    const end = Date.now() + this.mostMillis;
    while (Date.now() < end) {
      const now = await ask();
      const outcome = judge(now);
      if (outcome !== null) {
        return this.deliver(outcome, await this.minimal(id));
      }
      await new Promise((done) => setTimeout(done, this.pollMillis));
    }
    await this.call("PATCH", "/pay/charge/expire", { transactionId: id, remark: "timeout" });
    return { payment_status: "failed", message: "timeout", payment_id: id };
  }

  deliver(outcome, now) {
    const scalars = Object.fromEntries(Object.entries(now).filter(([, value]) => typeof value !== "object"));
    return {
      ...scalars,
      payment_status: outcome === "expired" ? "failed" : outcome,
      order_id: now.uniqueTransactionId,
      payment_id: now.transactionId,
      signature: now.checksum,
      paid: now.finalAmount ?? now.amount,
    };
  }

  payByBank(bankCode) {
    return this.charge({ paymentMode: "NET_BANKING", bankCode }, this.onTop("NB", [bankCode]));
  }

  payByWallet(bankCode) {
    return this.charge({ paymentMode: "WALLET", bankCode }, this.onTop("WA", [bankCode]));
  }

  async payByCard({ number, cvv, expiry, holder }) {
    const kind = await this.call(
      "GET",
      "/api/v0/bin/details?bin=" + number.slice(0, 10) + "&transactionId=" + this.order.transactionId,
    );
    const letter = { CREDIT: "CC", DEBIT: "DC", PREPAID: "PC", CORPORATE: "BC" }[kind.cardType];
    return this.charge(
      {
        cardNumber: btoa(number),
        cvv: btoa(cvv),
        expiry: btoa(expiry),
        paymentMode: kind.cardType + "_CARD",
        cardHolderName: holder,
        saveCard: false,
        paymentToken: null,
        paymentType: "NEW_CARD",
      },
      this.onTop(letter, [kind.cardSchemeType, kind.pgCode]),
    );
  }

  pollUpi(id) {
    return this.until(
      id,
      ({ status }) =>
        !status || status === "PROCESS"
          ? null
          : ["SUCCESS", "PENDING_WITH_BANK", "AUTHORIZED"].includes(status)
            ? "success"
            : "failed",
      () => this.call("GET", "/pay/checkout/status/upi/" + id),
    );
  }

  async payByCode() {
    await this.mustBePayable();
    this.code = await this.call("GET", "/pay/checkout/qrcode/" + this.order.transactionId);
    if (!this.code.qrCode || !this.code.ekPayId) {
      throw new Error("QR_UNAVAILABLE");
    }
    const picture = document.createElement("img");
    picture.src = "data:image/png;base64," + this.code.qrCode;
    document.body.append(picture);
    await picture.decode();
    return this.pollUpi(this.code.ekPayId);
  }

  async payByApp(app) {
    await this.mustBePayable();
    this.links = await this.call("GET", "/pay/checkout/upi-detail/" + this.order.transactionId);
    const begun = await this.call("POST", "/pay/charge/intent-transaction", {
      transactionId: this.links.transactionId,
      paymentMode: "UPI",
      bankCode: app,
    });
    return this.pollUpi(begun.transactionId);
  }

  cancelOrder(reason) {
    return this.call("PATCH", "/pay/charge/order/cancel", { transactionId: this.order.transactionId, reason });
  }
}
