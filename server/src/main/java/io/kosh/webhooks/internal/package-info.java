/// How notifications are kept, signed, sent, tried again and looked up.
@NullMarked
package io.kosh.webhooks.internal;

import org.jspecify.annotations.NullMarked;
