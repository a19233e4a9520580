package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.messages.Language;
import io.kosh.messages.OneTimeCodes;
import io.kosh.messages.OneTimeCodes.Challenge;
import io.kosh.messages.OneTimeCodes.Check;
import io.kosh.messages.Recipient;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/// Asks the holder of a card before something delicate happens to it: sends a code by SMS, or by mail where there is no
/// Indian mobile number, and takes it back.
@Component
final class CardOtps {
    /// What an SMS can be sent to.
    private static final Pattern REACHABLE = Pattern.compile("[6-9][0-9]{9}");

    private final Database database;
    private final OneTimeCodes codes;
    private final OtpRuleStore rules;
    private final BusinessClock clock;

    CardOtps(Database database, OneTimeCodes codes, OtpRuleStore rules, BusinessClock clock) {
        this.database = database;
        this.codes = codes;
        this.rules = rules;
        this.clock = clock;
    }

    /// A code and where it went.
    record Sent(Challenge challenge, Recipient to, long lifeSeconds) {}

    /// Sends the holder of a card a code for an action; the one before for the same card and action ends.
    Sent send(CompanyRef company, Card card, CardAction action, Language language) {
        Recipient to = recipient(card.holder()).in(language);
        Challenge sent = codes.send(company.key(), action.purpose(), card.id(), to);
        return new Sent(sent, to, OneTimeCodes.GOOD_FOR.toSeconds());
    }

    private static Recipient recipient(Holder holder) {
        String mobile = holder.mobile();
        return mobile != null && REACHABLE.matcher(mobile).matches()
                ? Recipient.mobile("mobile", mobile)
                : Recipient.mail("email", holder.email());
    }

    /// Refuses where the holder's code for this action, or one for any action, does not come with the call.
    /// Called outside transactions, because a wrong code counts although it is refused, and after whatever else
    /// can refuse the call, because a right one is used up.
    void require(CompanyRef company, Card card, OtpAnswer answer, CardAction action) {
        if (answer.claimsExemption()) {
            requireExempt(company, action);
            return;
        }
        String id = Fields.present("otpRequestId", answer.otpRequestId());
        String code = Fields.present("otp", answer.otp());
        Check check = codes.checkChallenge(company.key(), id, action.purpose(), card.id(), code);
        if (check instanceof Check.None && action != CardAction.TRANSACTION_OTP) {
            String any = CardAction.TRANSACTION_OTP.purpose();
            check = codes.checkChallenge(company.key(), id, any, card.id(), code);
        }
        check.orRefuse();
    }

    private void requireExempt(CompanyRef company, CardAction action) {
        if (!action.isExemptible()) {
            throw Refusal.ofField(
                    CardError.CARD_OTP_REQUIRED,
                    "otpRequired",
                    "otpRequired cannot be false: " + action + " always needs the holder's one-time code");
        }
        if (isAlwaysRequired(company)) {
            throw Refusal.ofField(
                    CardError.CARD_OTP_REQUIRED,
                    "otpRequired",
                    "otpRequired cannot be false: the company demands a one-time code for every such call");
        }
    }

    /// Whether the company demands a code also where the partner would be exempt.
    boolean isAlwaysRequired(CompanyRef company) {
        return database.inCompany(company.key(), () -> rules.isAlwaysRequired(company.key()));
    }

    void requireAlways(CompanyRef company, boolean always, String actor) {
        database.inCompany(company.key(), () -> {
            if (rules.isAlwaysRequired(company.key()) != always) {
                rules.insert(company.key(), always, actor, clock.now(company.key()));
            }
            return true;
        });
    }
}
