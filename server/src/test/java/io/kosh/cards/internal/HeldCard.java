package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import io.kosh.vault.Vault;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/// A company with an account of rupees and a card with a number, whose holder reads the sandbox's inbox.
///
/// @param account the account's id
/// @param id      the card's
/// @param mobile  the holder's
record HeldCard(TestServer server, Fixture shop, String account, String id, String mobile) {
    private static final AtomicInteger COUNT = new AtomicInteger();

    static HeldCard made() {
        return made(TestServer.shared());
    }

    static HeldCard made(TestServer server) {
        Fixture shop = Api.of(server).newCompany(1);
        return another(
                server, shop, RewardAccount.create(shop, "RELOADABLE_GPR").text("payload.cardAccountId"));
    }

    /// Another card of the same account.
    HeldCard another() {
        return another(server, shop, account);
    }

    private static HeldCard another(TestServer server, Fixture shop, String account) {
        String mobile = "98765" + (10_000 + COUNT.incrementAndGet());
        Reply made = shop.api()
                .post(
                        FAMILY,
                        Map.of(
                                "companyId",
                                shop.companyId(),
                                "cardAccountId",
                                account,
                                "email",
                                "h" + mobile + "@example.com",
                                "mobile",
                                mobile,
                                "title",
                                "Ms",
                                "firstName",
                                "Asha",
                                "lastName",
                                "Rao",
                                "gender",
                                "F"));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return new HeldCard(server, shop, account, made.text("payload.enKashCardId"), mobile);
    }

    Api api() {
        return shop.api();
    }

    /// The ids that a call about the card names.
    Map<String, Object> named() {
        return new HashMap<>(Map.of("companyId", shop.companyId(), "cardAccountId", account, "enKashCardId", id));
    }

    /// A call about the card with more fields: names and values.
    Reply post(String path, Object... fields) {
        Map<String, Object> body = named();
        for (int i = 0; i < fields.length; i += 2) {
            body.put(fields[i].toString(), fields[i + 1]);
        }
        return api().post(FAMILY + path, body);
    }

    Reply ask(String action) {
        return post("/otp", "cardOtpAction", action);
    }

    /// A code as the holder has it.
    record Code(String requestId, String otp) {
        Object[] with(Object... fields) {
            Object[] all = new Object[fields.length + 6];
            System.arraycopy(fields, 0, all, 0, fields.length);
            System.arraycopy(
                    new Object[] {"otpMedium", "MOBILE", "otpRequestId", requestId, "otp", otp},
                    0,
                    all,
                    fields.length,
                    6);
            return all;
        }

        Code wrong() {
            return new Code(requestId, otp.equals("000000") ? "111111" : "000000");
        }
    }

    /// Asks for a code and reads it where the holder would.
    Code code(String action) {
        int before = inbox().size();
        Reply asked = ask(action);
        assertThat(asked.status()).as(asked.body()).isEqualTo(200);
        await(() -> inbox().size() > before);
        return new Code(
                asked.text("payload.otpRequestId"), inbox().get(0).get("otp").asString());
    }

    JsonNode inbox() {
        return api().get("/sandbox/inbox?to=%2B91" + mobile).json().path("items");
    }

    Reply block(String code) {
        return post("/block", "blockCode", code, "otpRequired", false);
    }

    /// The path of a link to the card's page.
    String link(String route) {
        Reply shown = post(
                route, code(route.equals("/view") ? "VIEW_CARD" : "VIEW_CVV").with());
        assertThat(shown.status()).as(shown.body()).isEqualTo(200);
        return URI.create(shown.text("payload.viewLink")).getPath();
    }

    /// The answer of a page to a browser without anything.
    Reply open(String path, String... headers) {
        return Api.of(server).send(request(path, headers).GET());
    }

    Reply press(String path, String... headers) {
        return Api.of(server).send(request(path, headers).POST(BodyPublishers.noBody()));
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path)).header("Accept", "text/html");
        return headers.length == 0 ? request : request.headers(headers);
    }

    String number() {
        return Objects.requireNonNull(
                vault(vault -> Objects.requireNonNull(vault.face(shop.company().key(), token()))
                        .number()
                        .value()));
    }

    String securityCode() {
        return Objects.requireNonNull(vault(vault -> Objects.requireNonNull(
                        vault.securityCode(shop.company().key(), token()))
                .value()));
    }

    private interface Look {
        String at(Vault vault);
    }

    private String vault(Look look) {
        return server.bean(Database.class).inCompany(shop.company().key(), () -> look.at(server.bean(Vault.class)));
    }

    String token() {
        return api().post(FAMILY + "/search", named()).text("payload.token");
    }

    Vault.PinCheck checkPin(String pin) {
        return server.bean(Vault.class).checkPin(shop.company().key(), token(), new Secret<>(pin));
    }

    String state() {
        return api().get("/api/v1/cards/" + id + "/moves").text("state");
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen within 20 s");
            }
            Thread.onSpinWait();
        }
    }
}
