package io.kosh.rails.connectors.acquirer;

import io.kosh.platform.RailFaults.Rail;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The rails, as scenarios know them.
@Configuration(proxyBeanMethods = false)
class AcquirerSetup {

    @Bean
    Rail railOfUpi() {
        return rail(AcquirerUpiRail.NAME, AcquirerUpiRail.VPA);
    }

    @Bean
    Rail railOfCards() {
        return rail(AcquirerCardRail.NAME, AcquirerCardRail.SCHEME);
    }

    @Bean
    Rail railOfNetBanking() {
        return rail(AcquirerNetBankingRail.NAME, AcquirerNetBankingRail.BANK_CODE);
    }

    @Bean
    Rail railOfWallets() {
        return rail(AcquirerWalletRail.NAME, AcquirerWalletRail.WALLET_CODE);
    }

    @Bean
    Rail railOfPayLater() {
        return rail(AcquirerPayLaterRail.NAME, AcquirerPayLaterRail.OPTION_ID);
    }

    private static Rail rail(String name, String own) {
        List<String> fields = new ArrayList<>(Acquirer.FIELDS);
        fields.add(own);
        return new Rail(name, fields);
    }
}
