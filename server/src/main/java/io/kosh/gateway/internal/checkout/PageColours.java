package io.kosh.gateway.internal.checkout;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A merchant's colour as the page may use it: moved towards black on a light page and towards white on a
/// dark one until a button stands out from the page, with a text on it that can be read (WCAG 2.2, 1.4.3
/// and 1.4.11).
///
/// @param light  of buttons on a light page, `#rrggbb`
/// @param onLight of the text on them
/// @param dark   of buttons on a dark page
/// @param onDark of the text on them
record PageColours(String light, String onLight, String dark, String onDark) {
    private static final int WHITE = 0xffffff;
    private static final int BLACK = 0x000000;
    private static final int LIGHT_SHEET = 0xffffff;
    private static final int DARK_SHEET = 0x181a20;
    private static final double EDGE = 3.0;
    private static final int STEPS = 20;

    /// Null for what is no colour: then the page looks as usual.
    static @Nullable PageColours of(@Nullable String colour) {
        if (colour == null || !colour.matches("#[0-9a-fA-F]{6}")) {
            return null;
        }
        int chosen = Integer.parseInt(colour.substring(1), 16);
        int light = until(chosen, BLACK, LIGHT_SHEET);
        int dark = until(chosen, WHITE, DARK_SHEET);
        return new PageColours(text(light), text(on(light)), text(dark), text(on(dark)));
    }

    private static int until(int colour, int towards, int sheet) {
        for (int step = 0; step < STEPS; step++) {
            int moved = mixed(colour, towards, step);
            if (contrast(moved, sheet) >= EDGE) {
                return moved;
            }
        }
        return towards;
    }

    private static int mixed(int from, int to, int step) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int a = (from >> shift) & 0xff;
            int b = (to >> shift) & 0xff;
            mixed |= (a + (b - a) * step / STEPS) << shift;
        }
        return mixed;
    }

    /// White or black, whichever can be read better; one of them always can.
    private static int on(int colour) {
        return contrast(WHITE, colour) >= contrast(BLACK, colour) ? WHITE : BLACK;
    }

    static double contrast(int one, int other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(int colour) {
        return 0.2126 * linear((colour >> 16) & 0xff)
                + 0.7152 * linear((colour >> 8) & 0xff)
                + 0.0722 * linear(colour & 0xff);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static String text(int colour) {
        return String.format(Locale.ROOT, "#%06x", colour);
    }
}
