package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a call shows that the card's holder wants it, in the documented fields.
///
/// @param otpMedium    MOBILE or MFA
/// @param otpRequestId what the request for a code was answered with; needed for MOBILE
/// @param otp          the code, six digits; needed for MOBILE
/// @param mfaCode      an authenticator's code, for MFA
/// @param otpRequired  false where the partner is exempt; absent is true
record OtpAnswer(
        @Nullable String otpMedium,
        @Nullable String otpRequestId,
        @Nullable String otp,
        @Nullable String mfaCode,
        @Nullable Boolean otpRequired) {
    /// The documented word for a code that was sent, whichever way.
    static final String MOBILE = "MOBILE";
    private static final String MFA = "MFA";
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;

    OtpAnswer {
        if (otpRequired == null || otpRequired) {
            String medium = Fields.text("otpMedium", otpMedium, LONGEST_ID);
            if (medium.equals(MFA)) {
                throw Refusal.ofField(
                        CardError.CARD_OTP_MEDIUM_UNAVAILABLE,
                        "otpMedium",
                        "otpMedium MFA: " + CardError.CARD_OTP_MEDIUM_UNAVAILABLE.meaning());
            }
            if (!medium.equals(MOBILE)) {
                throw Fields.invalid("otpMedium", "must be MOBILE or MFA");
            }
            Fields.identifier("otpRequestId", otpRequestId, LONGEST_ID);
            if (!CODE.matcher(Fields.text("otp", otp, LONGEST_ID)).matches()) {
                throw Fields.invalid("otp", "must be six digits");
            }
        }
    }

    /// Whether the caller says that it needs no code.
    boolean claimsExemption() {
        return otpRequired != null && !otpRequired;
    }

    @Override
    public String toString() {
        return claimsExemption() ? "no code" : "a code";
    }
}
