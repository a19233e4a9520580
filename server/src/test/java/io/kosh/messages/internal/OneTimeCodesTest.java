package io.kosh.messages.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.messages.Message;
import io.kosh.messages.Messages;
import io.kosh.messages.OneTimeCodes.Challenge;
import io.kosh.messages.OneTimeCodes.Check;
import io.kosh.messages.Recipient;
import io.kosh.platform.Database;
import io.kosh.platform.MasterKey;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Codes on a real database, with time that the test moves and messages that it reads.
class OneTimeCodesTest {
    private static final String PURPOSE = "contact-email";

    private final TestServer server = TestServer.shared();
    private final Database database = server.bean(Database.class);
    private final CompanyKey company = Api.of(server).newCompany(0).company().key();
    private final Recipient asha = Recipient.mail("email", "asha@example.com");
    private final Mailbox mailbox = new Mailbox(server.bean(MessageTexts.class));
    private final HandClock clock = new HandClock();
    private final PostgresOneTimeCodes codes = new PostgresOneTimeCodes(
            database,
            server.bean(OneTimeCodeStore.class),
            server.bean(SendingStore.class),
            mailbox,
            server.bean(MessageTexts.class),
            server.bean(MasterKey.class),
            clock);

    /// Keeps what would be sent.
    private record Mailbox(MessageTexts texts, List<Message> messages, List<String> withdrawn) implements Messages {
        Mailbox(MessageTexts texts) {
            this(
                    texts,
                    Collections.synchronizedList(new ArrayList<>()),
                    Collections.synchronizedList(new ArrayList<>()));
        }

        @Override
        public Message compose(Recipient to, String kind, List<String> values) {
            return texts.compose(to, kind, values);
        }

        @Override
        public String send(CompanyKey company, Message message) {
            messages.add(message);
            return "MSG" + messages.size();
        }

        @Override
        public boolean sendHourly(CompanyKey company, Message message) {
            throw new IllegalStateException("codes have limits of their own");
        }

        @Override
        public void withdraw(CompanyKey company, String messageId) {
            withdrawn.add(messageId);
        }

        String code() {
            Matcher code = Pattern.compile("\\b[0-9]{6}\\b")
                    .matcher(messages.getLast().text().value());
            assertThat(code.find()).isTrue();
            return code.group();
        }
    }

    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T10:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private Challenge send() {
        return codes.send(company, PURPOSE, "EK1", asha);
    }

    private Check check(String code) {
        return codes.check(company, PURPOSE, "EK1", code);
    }

    private String wrong() {
        return mailbox.code().equals("000000") ? "111111" : "000000";
    }

    private static void refusedFor(Duration wait, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.retryAfter()).isEqualTo(wait));
    }

    @Test
    void aCodeCountsOnce() {
        Challenge sent = send();

        assertThat(sent.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(sent.id()).matches("CHL[A-Z0-9]{12}");
        assertThat(mailbox.messages().getFirst().usefulFor()).isEqualTo(Duration.ofMinutes(5));
        assertThat(check(mailbox.code())).isEqualTo(new Check.Right());
        assertThat(check(mailbox.code())).isEqualTo(new Check.None());
    }

    @Test
    void aCodeCountsForItsPurposeItsSubjectAndItsCompanyAlone() {
        send();
        String code = mailbox.code();
        CompanyKey other = Api.of(server).newCompany(0).company().key();

        assertThat(codes.check(company, "contact-phone", "EK1", code)).isEqualTo(new Check.None());
        assertThat(codes.check(company, PURPOSE, "EK2", code)).isEqualTo(new Check.None());
        assertThat(codes.check(other, PURPOSE, "EK1", code)).isEqualTo(new Check.None());
        assertThat(check(code)).isEqualTo(new Check.Right());
    }

    @Test
    void afterFiveWrongTriesTheRightOneIsWrongToo() {
        send();

        for (int left = 4; left > 0; left--) {
            assertThat(check(wrong())).isEqualTo(new Check.Wrong(left));
        }
        assertThat(check(wrong())).isEqualTo(new Check.Exhausted());
        assertThat(check(mailbox.code())).isEqualTo(new Check.Exhausted());

        clock.pass(Duration.ofSeconds(30));
        send();
        assertThat(check(mailbox.code())).isEqualTo(new Check.Right());
    }

    @Test
    void aNewCodeEndsTheOneBefore() {
        send();
        String first = mailbox.code();
        clock.pass(Duration.ofSeconds(30));
        send();

        if (!first.equals(mailbox.code())) {
            assertThat(check(first)).isEqualTo(new Check.Wrong(4));
        }
        assertThat(check(mailbox.code())).isEqualTo(new Check.Right());
    }

    @Test
    void aCodeIsOverAfterFiveMinutesOfRealTime() {
        send();
        clock.pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(check(wrong())).isEqualTo(new Check.Wrong(4));
        clock.pass(Duration.ofMillis(1));
        assertThat(check(mailbox.code())).isEqualTo(new Check.None());
    }

    @Test
    void codesAreSentHalfAMinuteApartAndFiveAnHour() {
        for (int i = 0; i < 4; i++) {
            send();
            refusedFor(Duration.ofSeconds(30), this::send);
            clock.pass(Duration.ofSeconds(30));
        }
        send();
        refusedFor(Duration.ofMinutes(58), this::send);
        clock.pass(Duration.ofMinutes(58));
        send();
        clock.pass(Duration.ofSeconds(29));
        refusedFor(Duration.ofSeconds(1), this::send);

        assertThat(mailbox.messages()).hasSize(6);
    }

    @Test
    void whatCountsNoMoreIsNotSentAnyMore() {
        send();
        assertThat(mailbox.withdrawn()).isEmpty();
        clock.pass(Duration.ofSeconds(30));
        send();
        assertThat(mailbox.withdrawn()).containsExactly("MSG1");

        codes.end(company, PURPOSE, "EK1");
        assertThat(mailbox.withdrawn()).containsExactly("MSG1", "MSG2");
        codes.end(company, PURPOSE, "EK2");
        assertThat(mailbox.withdrawn()).hasSize(2);
    }

    @Test
    void oneAddressIsWrittenToTenTimesAnHourWhateverFor() {
        for (int i = 0; i < 10; i++) {
            codes.send(company, PURPOSE, "EK" + i, asha);
            clock.pass(Duration.ofMinutes(1));
        }
        Recipient shouted = Recipient.mail("email", "ASHA@Example.com");

        refusedFor(Duration.ofMinutes(50), () -> codes.send(company, PURPOSE, "EK10", shouted));
        codes.send(company, PURPOSE, "EK10", Recipient.mail("email", "meera@example.com"));
        CompanyKey other = Api.of(server).newCompany(0).company().key();
        codes.send(other, PURPOSE, "EK10", asha);
        clock.pass(Duration.ofMinutes(50));
        codes.send(company, PURPOSE, "EK11", asha);

        assertThat(mailbox.messages()).hasSize(13);
    }

    @Test
    void whatWasEndedCountsNoMoreAndStillCountsAsSent() {
        send();
        codes.end(company, PURPOSE, "EK1");

        assertThat(check(mailbox.code())).isEqualTo(new Check.None());
        refusedFor(Duration.ofSeconds(30), this::send);
    }

    @Test
    void aSendingThatIsRolledBackLeavesNothing() {
        assertThatThrownBy(() -> database.inCompany(company, () -> {
                    send();
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(check(mailbox.code())).isEqualTo(new Check.None());
        send();
    }

    @Test
    void aTryInsideATransactionIsABug() {
        send();
        assertThatThrownBy(() -> database.inCompany(company, () -> check("000000")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("rolled back");
        assertThat(check(mailbox.code())).isEqualTo(new Check.Right());
    }

    @Test
    void ofThirtyTwoRightTriesAtOnceOneIsRight() {
        send();
        String code = mailbox.code();

        List<Check> outcomes = atOnce(32, () -> check(code));

        assertThat(outcomes).filteredOn(new Check.Right()::equals).hasSize(1);
        assertThat(outcomes).filteredOn(new Check.None()::equals).hasSize(31);
    }

    @Test
    void ofThirtyTwoWrongTriesAtOnceFiveAreLookedAt() {
        send();
        String wrong = wrong();

        List<Check> outcomes = atOnce(32, () -> check(wrong));

        assertThat(outcomes).filteredOn(Check.Wrong.class::isInstance).hasSize(4);
        assertThat(check(mailbox.code())).isEqualTo(new Check.Exhausted());
    }

    @Test
    void ofThirtyTwoSendingsAtOnceOneIsMade() {
        List<Boolean> outcomes = atOnce(32, () -> {
            try {
                send();
                return true;
            } catch (Refusal _) {
                return false;
            }
        });

        assertThat(outcomes).filteredOn(Boolean.TRUE::equals).hasSize(1);
        assertThat(mailbox.messages()).hasSize(1);
    }

    private static <T> List<T> atOnce(int count, Callable<T> work) {
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                futures.add(threads.submit(() -> {
                    go.await();
                    return work.call();
                }));
            }
            go.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theDatabaseHoldsNoCode() {
        send();

        String row = database.inCompany(
                company,
                () -> server.bean(org.springframework.jdbc.core.simple.JdbcClient.class)
                        .sql("""
                                select string_agg(kept, ' ') from (
                                    select challenge::text as kept from messages.challenge where company_id = :company
                                    union all
                                    select sending::text from messages.sending where company_id = :company) as both_kept""")
                        .param("company", company.value())
                        .query(String.class)
                        .single());

        assertThat(row).contains(PURPOSE, "address/").doesNotContain(mailbox.code(), "asha");
    }

    @Test
    void everyPurposeIsWrittenInBothLanguages() {
        for (var language : io.kosh.messages.Language.values()) {
            codes.send(company, PURPOSE, "EK-" + language, asha.in(language));
            codes.send(
                    company,
                    "contact-phone",
                    "EK-" + language,
                    Recipient.mobile("phone", "9876543210").in(language));
        }

        assertThat(mailbox.messages()).extracting(each -> each.text().value()).doesNotHaveDuplicates();
        assertThat(mailbox.messages())
                .allSatisfy(
                        each -> assertThat(each.text().value() + each.subject()).doesNotContain("{", "message."));
        assertThat(mailbox.messages().get(2).subject()).contains("कोड");
    }
}
