package io.kosh.webhooks;

import java.util.Map;

/// The events that a context announces, by name, each with one sentence for the people who receive it. A context
/// declares one bean.
public record EventTypes(Map<String, String> meanings) {}
