package io.kosh.loyalty.internal.shop;

import io.kosh.platform.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Pictures of products, drawn by the program: nothing is fetched from elsewhere, and no brand's own drawing is
/// used.
@Component
final class Pictures {
    static final String PATH = "/catalogue/pictures/";

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private final String base;

    Pictures(Settings settings) {
        this.base = settings.baseUrl().toString().replaceAll("/+$", "") + PATH;
    }

    /// The pictures by their documented names.
    enum Kind {
        BRAND_IMAGE(640, 360),
        LOGO_IMAGE(240, 240),
        LOGO_IMAGE_SMALL(96, 96);

        private final int width;
        private final int height;

        Kind(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    Map<String, String> addresses(String productId) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            addresses.put(kind.name(), address(productId, kind));
        }
        return addresses;
    }

    String address(String productId, Kind kind) {
        return base + productId + "/" + kind.name() + ".svg";
    }

    /// A card in the product's colours with its initials, and its name where there is room.
    static String draw(Product product, Kind kind) {
        int width = kind.width;
        int height = kind.height;
        boolean wide = kind == Kind.BRAND_IMAGE;
        int other = (product.hue() + 40) % 360;
        StringBuilder svg = new StringBuilder(900);
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(width, height, escaped(product.brand())));
        svg.append("<defs><linearGradient id=\"g\" x1=\"0\" y1=\"0\" x2=\"1\" y2=\"1\">"
                + "<stop offset=\"0\" stop-color=\"hsl(%d 62%% 38%%)\"/>".formatted(product.hue())
                + "<stop offset=\"1\" stop-color=\"hsl(%d 66%% 26%%)\"/></linearGradient></defs>".formatted(other));
        svg.append("<rect width=\"%d\" height=\"%d\" fill=\"url(#g)\"/>".formatted(width, height));
        svg.append("<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"hsl(%d 70%% 60%%)\" fill-opacity=\".28\"/>"
                .formatted(width * 5 / 6, height / 6, height / 2, other));
        svg.append("<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"hsl(%d 70%% 70%%)\" fill-opacity=\".18\"/>"
                .formatted(width / 8, height, height / 3, product.hue()));
        svg.append(text(width / 2, wide ? height / 2 : height * 62 / 100, height * (wide ? 26 : 38) / 100, 700))
                .append(escaped(initials(product.brand())))
                .append("</text>");
        if (wide) {
            svg.append(text(width / 2, height * 76 / 100, height / 11, 500))
                    .append(escaped(product.brand()))
                    .append("</text>");
        }
        return svg.append("</svg>").toString();
    }

    private static String text(int x, int y, int size, int weight) {
        return "<text x=\"%d\" y=\"%d\" font-family=\"system-ui, sans-serif\" font-size=\"%d\" font-weight=\"%d\" "
                        .formatted(x, y, size, weight)
                + "fill=\"#fff\" text-anchor=\"middle\">";
    }

    private static String initials(String brand) {
        return WORD.matcher(brand)
                .results()
                .limit(2)
                .map(word ->
                        Character.toString(Character.toUpperCase(word.group().codePointAt(0))))
                .collect(Collectors.joining());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }
}
