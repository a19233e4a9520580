package io.kosh.rails.connectors.acquirer;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.MasterKey.KeyedHash;
import io.kosh.platform.PublicIds;
import io.kosh.platform.RequestContext;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailReports;
import io.kosh.rails.RefundAnswer;
import io.kosh.rails.connectors.acquirer.AcquirerWire.Told;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Believes what the acquirer has signed lately, of a payment or refund of the merchant that it names. What was told
/// before changes nothing, so that the same may come as often as it likes.
@Component
final class Callbacks {
    private static final String ACQUIRER = "acquirer";
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final Pattern SIGNATURE = Pattern.compile("t=([0-9]{1,12}),v1=([0-9a-f]{64})");
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final JsonMapper json = new JsonMapper();
    private final AcquirerClient client;
    private final AcquirerSettings settings;
    private final Database database;
    private final PublicIds ids;
    private final CompanyRegistry companies;
    private final ObjectProvider<RailReports> reports;
    private final Clock clock;

    Callbacks(
            AcquirerClient client,
            AcquirerSettings settings,
            Database database,
            PublicIds ids,
            CompanyRegistry companies,
            ObjectProvider<RailReports> reports,
            Clock clock) {
        this.client = client;
        this.settings = settings;
        this.database = database;
        this.ids = ids;
        this.companies = companies;
        this.reports = reports;
        this.clock = clock;
    }

    /// Takes what is told; returns when it is committed.
    ///
    /// @param signature the header, null where there is none
    /// @return whether it was understood; what was not is asked for later
    boolean take(@Nullable String signature, byte[] body) {
        check(signature, body);
        Told told = AcquirerWire.told(json, body);
        if (told == null) {
            throw refusal(RailError.CALLBACK_INVALID);
        }
        return told.refund() ? refund(told) : payment(told);
    }

    private void check(@Nullable String signature, byte[] body) {
        Secret<String> secret = client.callbackSecret();
        Matcher signed = SIGNATURE.matcher(signature == null ? "" : signature);
        if (secret == null || !signed.matches()) {
            throw refusal(RailError.CALLBACK_SIGNATURE_INVALID);
        }
        byte[] right = KeyedHash.under(secret.value().getBytes(StandardCharsets.UTF_8))
                .of((signed.group(1) + ".").getBytes(StandardCharsets.UTF_8), body);
        if (!MessageDigest.isEqual(right, HexFormat.of().parseHex(signed.group(2)))) {
            throw refusal(RailError.CALLBACK_SIGNATURE_INVALID);
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(signed.group(1))), clock.instant());
        if (age.abs().compareTo(settings.callbackAge()) > 0) {
            throw refusal(RailError.CALLBACK_STALE);
        }
    }

    /// A merchant's word alone decides nothing: the reference tells whose it is, and the two have to agree.
    private CompanyKey company(Told told) {
        PublicIds.Kind kind = told.refund() ? PublicIds.Kind.REFUND : PublicIds.Kind.PAYMENT;
        CompanyKey owner = database.inRegistry(() -> ids.companyOf(told.reference(), kind));
        if (owner == null) {
            throw refusal(RailError.CALLBACK_REFERENCE_UNKNOWN);
        }
        CompanyRef named = companies.find(told.merchant());
        if (named == null || !named.key().equals(owner)) {
            throw refusal(RailError.CALLBACK_OTHER_MERCHANT);
        }
        about(named);
        return owner;
    }

    private static void about(CompanyRef company) {
        if (RequestContext.isBound()) {
            RequestContext.current().about(company);
        }
    }

    /// A payment is looked for once, among those of the merchant that is named, by whoever takes the answer. Only
    /// where that refuses is it asked whose it is, so that nobody hears of another's payment.
    private boolean payment(Told told) {
        RailAnswer answer = AcquirerWire.payment(told.about(), null);
        if (answer == null) {
            company(told);
            return misunderstood(told);
        }
        CompanyRef named = companies.find(told.merchant());
        if (named == null) {
            company(told);
            throw refusal(RailError.CALLBACK_OTHER_MERCHANT);
        }
        try {
            listener().payment(named.key(), ACQUIRER, told.reference(), answer);
        } catch (Refusal refused) {
            company(told);
            throw refused;
        }
        about(named);
        return true;
    }

    private boolean refund(Told told) {
        CompanyKey company = company(told);
        RefundAnswer answer = AcquirerWire.refund(told.about(), null);
        if (answer == null) {
            return misunderstood(told);
        }
        listener().refund(company, ACQUIRER, told.reference(), answer);
        return true;
    }

    private static boolean misunderstood(Told told) {
        LOG.warn("{}: the acquirer told something that is not understood in {}", told.reference(), told.event());
        return false;
    }

    private RailReports listener() {
        RailReports listener = reports.getIfAvailable();
        if (listener == null) {
            throw Refusal.retryAfter(RailError.CALLBACK_NOT_TAKEN, RailError.CALLBACK_NOT_TAKEN.meaning(), AGAIN);
        }
        return listener;
    }

    private static Refusal refusal(RailError error) {
        return Refusal.of(error, error.meaning());
    }
}
