package io.kosh.loyalty.internal;

import io.kosh.platform.CompanyTables;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What a company gives coins and points for is its state, and what its people buy with points.
@Configuration(proxyBeanMethods = false)
class LoyaltyTables {

    @Bean
    CompanyTables companyTablesOfLoyalty() {
        return new CompanyTables(
                "loyalty",
                List.of(
                        "coin_event",
                        "coin_event_change",
                        "coin_setting",
                        "coin_setting_change",
                        "product_choice",
                        "cart",
                        "cart_item",
                        "voucher_order",
                        "voucher_order_line",
                        "voucher",
                        "voucher_order_move",
                        "voucher_showing",
                        "voucher_refund",
                        "programme",
                        "programme_version",
                        "programme_event",
                        "programme_member"),
                Map.of());
    }
}
