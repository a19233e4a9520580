/// How payers' money comes in: UPI, cards, net banking, wallets and pay later, each a small capability, and the
/// connectors that speak to an acquirer of them. In a sandbox an acquirer stands outside the connectors and speaks the
/// same wire format, with the pages that a payer would see at a bank. No balance and no order is kept here.
@ApplicationModule(allowedDependencies = {"kernel", "platform", "messages"})
@NullMarked
package io.kosh.rails;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
