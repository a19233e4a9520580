package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.kosh.cards.internal.HeldCard.Code;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.testing.Api.Reply;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A whole journey with a card's secrets, after which neither the log nor any table that the application reads has one
/// of them.
@Tag("store")
class CardSecrecyTest {
    /// Where a sandbox shows what was written to people, so that somebody can try things out.
    private static final String INBOX = "sandbox.inbox";

    private final HeldCard card = HeldCard.made();
    private final JdbcClient jdbc = card.server().bean(JdbcClient.class);

    /// Keeps all that is logged, with its fields, as it is before anything is masked.
    private static final class Listening extends AppenderBase<ILoggingEvent> {
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                    + (event.getThrowableProxy() == null
                            ? ""
                            : event.getThrowableProxy().getMessage()));
        }
    }

    /// Goes the whole way and gives what must be found nowhere: each by a name, as a pattern.
    private Map<String, Pattern> journey() {
        Code pin = card.code("SET_PIN");
        card.post("/setPin", pin.wrong().with("pinBlock", "7391"));
        assertThat(card.post("/setPin", pin.with("pinBlock", "7391")).status()).isEqualTo(200);
        card.post("/setPin", "pinBlock", "73914", "otpRequired", false);
        card.api().put("/api/v1/cards/" + card.id() + "/pin", Map.of("pin", "7391", "otpRequired", false));
        card.checkPin("7391");
        Code any = card.code("TRANSACTION_OTP");
        Reply shown = card.post("/view", any.with());
        String link = java.net.URI.create(shown.text("payload.viewLink")).getPath();
        card.open(link);
        card.press(link);
        card.press(link);
        String backLink = card.link("/view-cvv");
        card.press(backLink);
        String unused = card.another().link("/view");
        card.open(unused);
        card.open(unused + "/more");
        String signIn = card.post("/sso-token", "enkashCardId", card.id()).text("payload.access_token");
        String cookie = card.open("/sso/" + signIn + "/employee_rewards/hrms").header("Set-Cookie");
        String session = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
        card.open("/holder/signed-out", "Cookie", "kosh-holder=" + session);

        Map<String, Pattern> secrets = new LinkedHashMap<>();
        String number = card.number();
        secrets.put("number", Pattern.compile(String.join("[ -]?", number.split(""))));
        secrets.put("number in hex", Pattern.compile(hex(number)));
        secrets.put("PIN", Pattern.compile("(?<![0-9.])(?<!micros\": |micros=\")7391(?![0-9])(?=[\"'<,} ])"));
        String code = card.securityCode();
        // Three digits stand in many places; these are where a security code would.
        secrets.put(
                "security code", Pattern.compile(">" + code + "<|(?i:cvv|code)[\"':=> ]{1,6}" + code + "(?![0-9])"));
        secrets.put("first code", Pattern.compile("(?<![0-9.])" + pin.otp() + "(?![0-9])"));
        secrets.put("second code", Pattern.compile("(?<![0-9.])" + any.otp() + "(?![0-9])"));
        secrets.put("used link", Pattern.compile(last(link)));
        secrets.put("other used link", Pattern.compile(last(backLink)));
        secrets.put("unused link", Pattern.compile(last(unused)));
        secrets.put("sign-in", Pattern.compile(signIn));
        secrets.put("session", Pattern.compile(session));
        return secrets;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void noSecretIsInTheLogOrInATable() {
        Listening log = new Listening();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        Map<String, Pattern> secrets;
        try {
            secrets = journey();
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.lines).anyMatch(line -> line.contains("/cards/view/***"));
        assertThat(log.lines).anyMatch(line -> line.contains("/sso/***/employee_rewards/hrms"));
        CompanyKey company = card.shop().company().key();
        HeldCard.await(() -> !in(company, "select 1 from sandbox.event where path like '/holder/%'")
                .isEmpty());

        List<String> found = new ArrayList<>();
        List<String> tables = in(company, """
                        select quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.relkind in ('r', 'p') and not c.relispartition
                            and n.nspname not in ('pg_catalog', 'information_schema')
                            and has_table_privilege(c.oid, 'select')""");
        assertThat(tables)
                .contains("cards.card", "cards.page_link", "messages.message", "messages.challenge", "vault.card")
                .contains("platform.public_id", "webhooks.delivery", "sandbox.event", INBOX);
        for (String table : tables) {
            List<String> rows = table.equals(INBOX)
                    ? List.of()
                    : in(company, "select row_to_json(each)::text from " + table + " as each");
            secrets.forEach((name, secret) -> rows.stream()
                    .filter(row -> secret.matcher(row).find())
                    .findFirst()
                    .ifPresent(_ -> found.add(name + " is in " + table)));
        }
        // Requests that were about no company.
        List<String> nobodys = in(new CompanyKey(0), "select row_to_json(each)::text from sandbox.event as each");
        secrets.forEach((name, secret) -> nobodys.stream()
                .filter(row -> secret.matcher(row).find())
                .findFirst()
                .ifPresent(_ -> found.add(name + " is in the events of nobody")));
        secrets.forEach((name, secret) -> log.lines.stream()
                .filter(line -> secret.matcher(line).find())
                .findFirst()
                .ifPresent(_ -> found.add(name + " is in the log")));
        assertThat(found).isEmpty();
    }

    private List<String> in(CompanyKey company, String sql) {
        return card.server()
                .bean(Database.class)
                .inCompany(company, () -> jdbc.sql(sql).query(String.class).list());
    }
}
