package io.kosh.messages.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.messages.Channel;
import io.kosh.messages.Handover;
import io.kosh.messages.Handover.Reason;
import io.kosh.messages.MailSender;
import io.kosh.messages.SmsSender;
import io.kosh.platform.RailFaults;
import io.kosh.platform.RailFaults.RailFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Calls the rail of a message's channel, as a scenario of the sandbox lets it. What the rail gets of a spoiled call,
/// and what is heard of it, are as they would be if it really went wrong.
@Component
final class Rails {
    static final String MAIL = "mail";
    static final String SMS = "sms";
    private static final String TO = "to";
    private static final String KIND = "kind";
    /// By which calls can be told apart.
    static final List<String> FIELDS = List.of(TO, KIND);

    private final MailSender mails;
    private final SmsSender sms;
    private final RailFaults faults;

    Rails(MailSender mails, SmsSender sms, RailFaults faults) {
        this.mails = mails;
        this.sms = sms;
        this.faults = faults;
    }

    /// What is to go wrong with a try, null for nothing.
    @Nullable
    RailFault fault(CompanyKey company, Letter letter, Content content) {
        String rail = letter.channel() == Channel.MAIL ? MAIL : SMS;
        return faults.choose(company, rail, Map.of(TO, content.to().address(), KIND, letter.kind()));
    }

    Handover call(CompanyKey company, Letter letter, Content content, @Nullable RailFault fault)
            throws InterruptedException {
        return switch (fault) {
            case null -> handOver(company, letter, content);
            case RailFault.Late late -> {
                Handover handover = handOver(company, letter, content);
                sleep(late.delay());
                yield handover;
            }
            case RailFault.LosesAnswer lost -> {
                Handover handover = handOver(company, letter, content);
                yield handover instanceof Handover.Taken ? unheard(lost) : handover;
            }
            case RailFault.TimesOut silent -> {
                sleep(silent.delay());
                yield new Handover.Failed(Reason.TIMEOUT, "no answer in time, by the scenario " + silent.name());
            }
            case RailFault.Fails broken -> busy("not taken", broken, null);
            // A mail server has no words for when to come again.
            case RailFault.TurnsAway away ->
                busy("not taken now", away, letter.channel() == Channel.SMS ? away.retryAfter() : null);
            case RailFault.Refuses refused ->
                new Handover.Failed(Reason.REFUSED, "refused, by the scenario " + refused.name());
        };
    }

    private Handover handOver(CompanyKey company, Letter letter, Content content) {
        return switch (letter.channel()) {
            case MAIL ->
                mails.send(new MailSender.Mail(
                        company,
                        letter.id(),
                        letter.kind(),
                        content.to(),
                        Objects.requireNonNullElse(content.subject(), ""),
                        content.secret()));
            case SMS ->
                sms.send(new SmsSender.Sms(company, letter.id(), letter.kind(), content.to(), content.secret()));
        };
    }

    /// A connection that breaks is one reason; a gateway's 504 is a 5xx as any other.
    private static Handover unheard(RailFault.LosesAnswer lost) {
        return lost.byGateway()
                ? busy("a gateway gave up", lost, null)
                : new Handover.Failed(Reason.CONNECTION, "the answer was lost, by the scenario " + lost.name());
    }

    /// What a gateway's 5xx or 429 and a mail server's 4xx are.
    private static Handover busy(String what, RailFault fault, @Nullable Duration retryAfter) {
        return new Handover.Failed(Reason.BUSY, what + ", by the scenario " + fault.name(), retryAfter);
    }

    private static void sleep(Duration delay) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(delay.toNanos());
    }
}
