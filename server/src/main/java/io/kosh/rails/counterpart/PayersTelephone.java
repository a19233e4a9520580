package io.kosh.rails.counterpart;

import io.kosh.messages.Channel;
import io.kosh.messages.Language;
import io.kosh.messages.Messages;
import io.kosh.messages.Recipient;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The telephone of whoever pays in a sandbox. What a bank sends to it is where all codes of a sandbox are: in the
/// inbox of the company that is paid.
@Component
@OnlyInSandbox
final class PayersTelephone {
    /// As the merchant's page shows it.
    static final String SHOWN = "xxxxxx3210";

    private static final Logger LOG = LoggerFactory.getLogger(PayersTelephone.class);
    private static final Recipient PAYER = new Recipient(Channel.SMS, "+919876543210", Language.EN);
    private static final Duration USEFUL_FOR = Duration.ofMinutes(15);

    private final Database database;
    private final CompanyRegistry companies;
    private final Messages messages;

    PayersTelephone(Database database, CompanyRegistry companies, Messages messages) {
        this.database = database;
        this.companies = companies;
        this.messages = messages;
    }

    /// Sends the code of a payment. A telephone that cannot be reached undoes nothing of what the bank has done: the
    /// payer asks for another code. Never called inside a transaction.
    void code(SamplePayment payment) {
        try {
            send(payment);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("the code of a payment could not be sent");
        }
    }

    private void send(SamplePayment payment) {
        CompanyRef company = companies.find(payment.bill().merchant());
        if (company == null) {
            return;
        }
        String rupees = BigDecimal.valueOf(payment.bill().amountMinor(), 2).toPlainString();
        List<String> values = List.of(MagicValues.OTP, rupees, payment.bill().payee());
        database.inCompany(
                company.key(),
                () -> messages.send(
                        company.key(),
                        messages.compose(PAYER, "bank-otp", values).usefulFor(USEFUL_FOR)));
    }
}
