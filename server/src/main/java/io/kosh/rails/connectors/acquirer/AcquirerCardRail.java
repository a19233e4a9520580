package io.kosh.rails.connectors.acquirer;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.rails.CardKind;
import io.kosh.rails.CardRail;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailPayment;
import io.kosh.rails.connectors.acquirer.AcquirerWire.Method;
import io.kosh.rails.connectors.acquirer.AcquirerWire.Otp;
import io.kosh.rails.connectors.acquirer.RailCalls.Call;
import io.kosh.rails.connectors.acquirer.RailCalls.Otherwise;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Cards by the acquirer.
@Component
final class AcquirerCardRail extends AcquirerRail implements CardRail {
    static final String NAME = "card";
    static final String SCHEME = "scheme";

    private static final Otherwise<OtpAnswer> OTP = new Otherwise<>((reason, _) -> new OtpAnswer.Unheard(reason), null);

    private final RailLists lists;

    AcquirerCardRail(Acquirer acquirer, RailLists lists) {
        super(NAME, acquirer);
        this.lists = lists;
    }

    @Override
    public RailAnswer pay(RailPayment payment, PayingCard card) {
        CardKind kind = kindOf(card.number().value());
        return acquirer()
                .pay(
                        NAME,
                        "pay",
                        payment,
                        Method.card(card),
                        Map.of(SCHEME, kind == null ? "" : kind.scheme().name()));
    }

    @Override
    public OtpAnswer answerOtp(CompanyKey company, String reference, Secret<String> otp) {
        return otp(new Call(company, NAME, "otp", reference, Map.of()), "/otp", new Otp(otp.value()));
    }

    @Override
    public OtpAnswer resendOtp(CompanyKey company, String reference) {
        return otp(new Call(company, NAME, "resend-otp", reference, Map.of()), "/otp/resend", Map.of());
    }

    /// Each try is one of its own: the same code given twice is two tries.
    private OtpAnswer otp(Call call, String path, Object body) {
        AcquirerClient client = acquirer().client();
        return acquirer()
                .calls()
                .make(
                        call,
                        () -> client.post(
                                "/payments/" + Acquirer.path(String.valueOf(call.reference())) + path,
                                UUID.randomUUID().toString(),
                                body,
                                AcquirerWire::otp,
                                (reason, _) -> new OtpAnswer.Unheard(reason)),
                        OTP);
    }

    @Override
    public @Nullable CardKind kindOf(String digits) {
        return lists.cardKind(digits);
    }
}
