/// Who there is and who may act: companies, partners that act for several, people, API clients and their secrets,
/// tokens. Owns the token route and the operator's routes; answers other contexts' questions through [Identity].
@ApplicationModule(allowedDependencies = {"kernel", "platform", "messages"})
@NullMarked
package io.kosh.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
