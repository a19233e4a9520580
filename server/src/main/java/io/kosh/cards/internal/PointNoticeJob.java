package io.kosh.cards.internal;

import io.kosh.cards.internal.ExpiryNoticeStore.Notice;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.LotView;
import io.kosh.messages.Channel;
import io.kosh.messages.Language;
import io.kosh.messages.Messages;
import io.kosh.messages.Recipient;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Tells holders that points end soon, in the morning of the day that the account's terms ask for: once a card and day
/// of ending, however many points share it. The row is ended in the transaction that writes the message.
@Component
final class PointNoticeJob implements DueWork {
    private static final String NAME = "cards.point-notices";
    private static final String KIND = "points-expiry";

    private final Database database;
    private final ExpiryNoticeStore store;
    private final CardStore cards;
    private final PointTermStore terms;
    private final Ledger ledger;
    private final Messages messages;
    private final PointNews news;

    PointNoticeJob(
            Database database,
            ExpiryNoticeStore store,
            CardStore cards,
            PointTermStore terms,
            Ledger ledger,
            Messages messages,
            PointNews news) {
        this.database = database;
        this.store = store;
        this.cards = cards;
        this.terms = terms;
        this.ledger = ledger;
        this.messages = messages;
        this.news = news;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(5);
    }

    @Override
    public Map<CompanyKey, Instant> earliest() {
        Map<CompanyKey, Instant> earliest = new HashMap<>();
        store.earliest().forEach((company, day) -> earliest.put(company, PointNotices.due(day)));
        return earliest;
    }

    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        LocalDate last = PointNotices.lastDue(now);
        List<Fired> fired = new ArrayList<>();
        List<Notice> page = List.of();
        do {
            Notice before = page.isEmpty() ? null : page.getLast();
            page = database.inCompany(company, () -> store.due(company, last, before, most));
            for (Notice notice : page) {
                fired.add(tell(company, notice));
            }
        } while (page.size() == most && fired.stream().noneMatch(Fired::done));
        return fired;
    }

    private Fired tell(CompanyKey company, Notice notice) {
        String subject = "lot of " + notice.expiresOn() + " of card " + notice.card();
        try {
            String outcome = database.inCompany(company, () -> telling(company, notice));
            return new Fired(NAME, subject, PointNotices.due(notice.noticeOn()), true, outcome);
        } catch (Refusal refusal) {
            return new Fired(
                    NAME,
                    subject,
                    PointNotices.due(notice.noticeOn()),
                    false,
                    refusal.code().name());
        }
    }

    private String telling(CompanyKey company, Notice notice) {
        if (!store.lock(company, notice)) {
            return "ended already";
        }
        Card card = cards.byKeys(company, List.of(notice.card())).get(notice.card());
        long left = card == null ? 0 : left(company, card, notice.expiresOn());
        store.end(company, notice, left > 0);
        if (card == null || left == 0) {
            return "nothing left";
        }
        news.expiring(company, card, left, notice.expiresOn());
        PointTerms asked = terms.of(company, card.account().key());
        int sent = 0;
        for (Channel channel : asked.noticeBy().channels()) {
            Optional<Recipient> to = recipient(card.holder(), channel, asked.language());
            to.ifPresent(each -> messages.send(
                    company,
                    messages.compose(
                            each,
                            KIND,
                            List.of(
                                    Amounts.decimal(left).toPlainString(),
                                    lastDay(notice.expiresOn(), asked.language())))));
            sent += to.isPresent() ? 1 : 0;
        }
        return "told by " + sent + " messages";
    }

    private long left(CompanyKey company, Card card, LocalDate expiresOn) {
        return ledger.lots(company, card.ledgerAccount()).stream()
                .filter(lot -> lot.expiresOn().equals(expiresOn))
                .mapToLong(LotView::remaining)
                .sum();
    }

    /// A holder's address may be one that was never checked for sending: then there is nobody to write to.
    private static Optional<Recipient> recipient(Holder holder, Channel channel, Language language) {
        try {
            Recipient to = channel == Channel.MAIL
                    ? Recipient.mail("email", holder.email())
                    : Recipient.mobile("mobile", holder.mobile());
            return Optional.of(to.in(language));
        } catch (Refusal _) {
            return Optional.empty();
        }
    }

    private static String lastDay(LocalDate expiresOn, Language language) {
        return DateTimeFormatter.ofPattern("d MMMM uuuu", language.locale()).format(expiresOn.minusDays(1));
    }
}
