package io.kosh.messages.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.IdShape;
import io.kosh.messages.Message;
import io.kosh.messages.Messages;
import io.kosh.messages.Recipient;
import io.kosh.messages.internal.Letter.State;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.RequestContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The door: writes messages beside what they tell of, and wakes the dispatch when that is committed.
@Component
final class PostgresMessages implements Messages {
    private static final IdShape ID = IdShape.alphanumeric("MSG", 12);

    private final SecureRandom random = new SecureRandom();
    private final MessageStore store;
    private final SendingStore sendings;
    private final MessageTexts texts;
    private final MessageDispatch dispatch;
    private final BusinessClock business;
    private final Clock clock;

    PostgresMessages(
            MessageStore store,
            SendingStore sendings,
            MessageTexts texts,
            MessageDispatch dispatch,
            BusinessClock business,
            Clock clock) {
        this.store = store;
        this.sendings = sendings;
        this.texts = texts;
        this.dispatch = dispatch;
        this.business = business;
        this.clock = clock;
    }

    @Override
    public Message compose(Recipient to, String kind, List<String> values) {
        return texts.compose(to, kind, values);
    }

    @Override
    public String send(CompanyKey company, Message message) {
        Instant now = business.now(company);
        Letter letter = new Letter(
                0,
                ID.mint(random),
                message.to().channel(),
                message.kind(),
                message.to().shown(),
                RequestContext.idOrNull(),
                State.WAITING,
                null,
                0,
                now,
                now,
                null);
        Duration usefulFor = message.usefulFor();
        store.insert(
                company,
                letter,
                Content.bytes(message),
                usefulFor == null ? null : clock.instant().plus(usefulFor));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                dispatch.wake(company);
            }
        });
        return letter.id();
    }

    @Override
    public boolean sendHourly(CompanyKey company, Message message) {
        Instant now = clock.instant();
        if (sendings.take(company, "kind/" + message.kind(), 1, now).isAfter(now)) {
            return false;
        }
        send(company, message);
        return true;
    }

    @Override
    public void withdraw(CompanyKey company, String messageId) {
        store.withdraw(company, messageId, business.now(company));
    }
}
