/// How a company is paid by its customers: orders, the checkout where they are paid, payments, fees, refunds. A payment
/// is asked of a rail and believed only from the rail; an order takes one successful payment. Every rupee is a transfer
/// in the ledger; this context holds no balance of its own.
@ApplicationModule(allowedDependencies = {"kernel", "platform", "identity", "vault", "ledger", "webhooks", "rails"})
@NullMarked
package io.kosh.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
