package io.kosh.sabotage.kernel;

import org.springframework.util.StringUtils;

/// A kernel class that knows Spring.
final class Springy {
    private Springy() {}

    static boolean blank(String text) {
        return !StringUtils.hasText(text);
    }
}
