/// What a developer tries the platform with: a movable clock a company, scenarios and faults, a catcher of webhooks, an
/// inbox, an open log of what each request did, snapshots, an audit. It exists in the sandbox profile alone: in live
/// none of its beans is there, so its routes are unknown, and its header is refused.
@ApplicationModule(allowedDependencies = {"kernel", "platform", "identity", "ledger", "messages"})
@NullMarked
package io.kosh.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
