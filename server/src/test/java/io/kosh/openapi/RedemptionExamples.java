package io.kosh.openapi;

import java.util.Collections;
import java.util.Map;

/// What the calls that spend points answer to their documented examples; `…` matches anything.
final class RedemptionExamples {
    private static final String END = "\"response_code\":0,\"response_message\":\"Success\"}";

    private static final String COBBLE = """
            "ekUserId":"EK8IHN4B","productCatalogId":"PC7513531244A681","name":"Cobble Lane E-Gift Card","logoUrl":"…","items":\
            {""";
    private static final String HUNDRED = """
            "PCN751457389RC1ST":{"productConfigId":"PCN751457389RC1ST","mrp":100.00,"sellRate":98.00,"enkashDiscount":2.00,\
            "savings":…,"quantity":…,"total":…}""";
    private static final String FIVE_HUNDRED = """
            "PCN233451126S5CZC":{"productConfigId":"PCN233451126S5CZC","mrp":500.00,"sellRate":490.00,"enkashDiscount":2.00,\
            "savings":10.00,"quantity":1,"total":490.00},""";
    private static final String TOTALS = """
            },"totalQuantity":…,"totalAmount":…,"totalSavings":…,"termsAndCondition":"…","productConfigs":[""";
    private static final String OF_COBBLE = denomination("PCN751457389RC1ST", "100.00", "98.00", "2.00", 10) + ","
            + denomination("PCN233451126S5CZC", "500.00", "490.00", "2.00", 10) + "],\"howToRedeem\":\"…\"}";

    private static final String IMAGES = "{\"BRAND_IMAGE\":\"…\",\"LOGO_IMAGE\":\"…\",\"LOGO_IMAGE_SMALL\":\"…\"}";
    private static final String MARKET = """
            "productCatalogId":"PC7324536190LULHL","brand":"Everyday Market","aggregator":"REWARD_STORE",\
            "category":"E-Commerce","images":""" + IMAGES + ",\"description\":\"…\",";
    private static final String ABOUT = """
            "enabled":true,"rank":1,"termsAndCondition":"…","howToRedeem":"…","expiryPeriod":365,"active":true,\
            "enkashImages":""" + IMAGES + ",\"discount\":0},";

    private static final String DETAILS = """
            {"paylod":{"orderId":"OR631764TS4UC","paymentStatus":"SUCCESS","orderStatus":"SUCCESS","totalQuantity":10,\
            "totalAmount":5000.00,"orderAmount":4500.00,"paidAmount":4500.00,"partnerOrderReferenceId":"123445",\
            "voucherDetailsList":["""
            + String.join(
                    ",", Collections.nCopies(10, "{\"cardNumber\":\"…\",\"pin\":\"…\",\"expiryDate\":\"…T23:59:59\"}"))
            + "]},\"response_message\":\"Success\",\"response_code\":\"0\"}";

    private static final String ORDER = """
            {"orderId":"OR631764TS4UC","partnerOrderReferenceId":"123445","companyId":"CEK1PU9AOO",\
            "ekUserId":"EK8IHN4B","enKashCardId":"EKCDM5AVZY","orderStatus":"SUCCESS","paymentStatus":"SUCCESS",\
            "totalQuantity":10,"filledQuantity":10,"refundedQuantity":0,"totalAmount":5000.00,"orderAmount":4500.00,\
            "paidAmount":4500.00,"refundedAmount":0.00,\
            "failureReason":null,"aggregatorOrderId":"…","createdOn":"…","endedOn":"…","items":[\
            {"productCatalogId":"PC7700000005BREW","productConfigId":"PCN7700000052BREW",\
            "aggregatorProductId":"BREW-500","brand":"Brew Terrace","aggregator":"REWARD_STORE","category":"Food",\
            "mrp":500.00,"sellRate":450.00,"enkashDiscount":10.00,"aggregatorDiscount":13.00,"quantity":10,\
            "filledQuantity":10}]}""";

    static final Map<String, String> ANSWERS = Map.of(
            "GET /api/v0/cart",
            """
            {"payload":[{"id":2133,"ekUserId":"EK8IHN4B","productCatalogId":"PC235129857G58ZX","name":"Loom & Thread",\
            "logoUrl":"…","items":{"PCN724771408NCGasd":{"productConfigId":"PCN724771408NCGasd","mrp":100.00,\
            "sellRate":100.00,"enkashDiscount":0.00,"savings":0.00,"quantity":2,"total":200.00}},"totalQuantity":2,\
            "totalAmount":200.00,"totalSavings":0.00,"termsAndCondition":"…","productConfigs":["""
                    + denomination("PCN724771408NCGasd", "100.00", "100.00", "0.00", 30) + ","
                    + denomination("PCN155416196E3971", "250.00", "250.00", "0.00", 30) + ","
                    + denomination("PCN5915678VIB1A121", "500.00", "500.00", "0.00", 30) + ","
                    + denomination("PCN907270990HasdK26M", "1000.00", "1000.00", "0.00", 30)
                    + "],\"howToRedeem\":\"…\"},{\"id\":2191," + COBBLE + FIVE_HUNDRED + HUNDRED + TOTALS + OF_COBBLE
                    + "]," + END,
            "POST /api/v0/cart",
            "{\"payload\":[{\"id\":2191," + COBBLE + FIVE_HUNDRED + HUNDRED + TOTALS + OF_COBBLE + "]," + END,
            "PATCH /api/v0/cart",
            "{\"payload\":[{\"id\":2191," + COBBLE + FIVE_HUNDRED + HUNDRED + TOTALS + OF_COBBLE + "]," + END,
            "POST /api/v0/partner/search-catalog",
            "{\"payload\":{\"recordsCount\":1,\"data\":[{" + MARKET
                    + "\"rank\":1,\"enabled\":true,\"active\":true,\"discount\":0,\"minAmount\":100.00,"
                    + "\"maxAmount\":10000.00}]}," + END,
            "GET /api/v0/partner/search-catalog/{productCatalogId}",
            "{\"payload\":{" + MARKET + "\"configResponses\":["
                    + ranged("PCN6028965437UHasd", "100.00", 5, "100.00") + ","
                    + ranged("PCN046806333NXae2", "250.00", 5, "250.00") + ","
                    + ranged("PCN7700000001EVDY", "500.00", 2, "10000.00") + "]," + ABOUT + END,
            "GET /api/v0/partner/search-config/{productCatalogId}",
            "{\"payload\":{" + MARKET + "\"configResponses\":["
                    + denomination("PCN6028965437UHasd", "100.00", "100.00", "0.00", 5) + ","
                    + denomination("PCN046806333NXae2", "250.00", "250.00", "0.00", 5) + ","
                    + denomination("PCN7700000001EVDY", "500.00", "500.00", "0.00", 2)
                            .replace("false", "true")
                    + "]," + ABOUT + END,
            "POST /api/v0/partner/create-order",
            placed("REF-1001", "100.00"),
            "POST /api/v0/order",
            placed("REF-2001", "250.00"),
            "POST /api/v0/partner/search-order",
            "{\"payload\":{\"recordsCount\":1,\"data\":[" + ORDER + "]}," + END,
            "GET /api/v0/order/{orderId}",
            "{\"payload\":" + ORDER + "," + END);

    static final Map<String, String> DETAILED = Map.of(
            "POST /api/v0/order/orderDetails",
            DETAILS,
            "GET /api/v0/partner/fetch-order-details/{partnerOrderReferenceId}",
            DETAILS);

    private RedemptionExamples() {}

    private static String denomination(String id, String mrp, String rate, String discount, int most) {
        return "{\"productConfigId\":\"" + id + "\",\"mrp\":" + mrp + ",\"sellRate\":" + rate + ",\"enkashDiscount\":"
                + discount + ",\"maxQuantity\":" + most + ",\"customAmountEnabled\":false}";
    }

    private static String ranged(String id, String least, int most, String highest) {
        return denomination(id, least, least, "0.00", most)
                .replace(
                        "false}",
                        !least.equals(highest) + ",\"minAmount\":" + least + ",\"maxAmount\":" + highest + "}");
    }

    private static String placed(String reference, String amount) {
        return "{\"payload\":{\"orderId\":\"…\",\"partnerOrderReferenceId\":\"" + reference
                + "\",\"orderStatus\":\"…\",\"paymentStatus\":\"…\",\"totalQuantity\":1,\"totalAmount\":" + amount
                + ",\"orderAmount\":" + amount + ",\"paidAmount\":…}," + END;
    }
}
