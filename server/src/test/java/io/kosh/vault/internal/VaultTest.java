package io.kosh.vault.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Luhn;
import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import io.kosh.vault.Vault;
import io.kosh.vault.Vault.CardFace;
import io.kosh.vault.Vault.CardToken;
import io.kosh.vault.Vault.Holder;
import io.kosh.vault.Vault.PinCheck;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class VaultTest {
    private static final YearMonth EXPIRY = YearMonth.of(2031, 8);

    private final TestServer server = TestServer.shared();
    private final Vault vault = server.bean(Vault.class);
    private final Database database = server.bean(Database.class);
    private final JdbcClient jdbc = server.bean(JdbcClient.class);
    private final CompanyKey company = Api.of(server).newCompany(0).company().key();

    private <T extends @Nullable Object> T in(CompanyKey books, Supplier<T> work) {
        List<T> result = new ArrayList<>(1);
        database.inCompany(books, () -> result.add(work.get()));
        return result.getFirst();
    }

    private CardToken issued() {
        return in(company, () -> vault.issue(company, EXPIRY));
    }

    private String numberOf(CardToken card) {
        CardFace face = Objects.requireNonNull(in(company, () -> vault.face(company, card.token())));
        assertThat(face.expiry()).isEqualTo(EXPIRY);
        return face.number().value();
    }

    private PinCheck check(CardToken card, String pin) {
        return vault.checkPin(company, card.token(), new Secret<>(pin));
    }

    @Test
    void aNumberIsOfTheBinHoldsAndIsShownMaskedOnly() {
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            CardToken card = issued();
            String number = numberOf(card);
            assertThat(number).matches("200401[0-9]{10}");
            assertThat(Luhn.holds(number)).isTrue();
            assertThat(card.maskedNumber()).isEqualTo("2004 01XX XXXX XX" + number.substring(14));
            assertThat(card.token()).matches("[0-9a-f]{20}");
            numbers.add(number);
        }
        assertThat(numbers).hasSize(50);
    }

    @Test
    void theDatabaseHoldsNeitherNumberNorPinNorTextInClear() {
        CardToken card = issued();
        String number = numberOf(card);
        in(company, () -> vault.setPin(company, card.token(), new Secret<>("4711")));
        in(company, () -> vault.seal(company, "voucher-code", new Secret<>("SECRET-VOUCHER-1")));

        String rows = String.join(
                "\n", in(company, () -> jdbc.sql("""
                                select row_to_json(card)::text || encode(number, 'escape') from vault.card
                                union all
                                select row_to_json(kept)::text || encode(sealed, 'escape') from vault.sealed_text as kept
                                union all
                                select row_to_json(known)::text from platform.public_id as known""").query(String.class).list()));

        assertThat(rows).contains(card.token()).doesNotContain(number, "4711\"", "SECRET-VOUCHER-1");
        assertThat(new CardFace(new Secret<>(number), EXPIRY).toString()).doesNotContain(number);
    }

    @Test
    void aNumberFindsItsHolderAndNoOtherDoes() {
        CardToken card = issued();

        assertThat(vault.holderOf(new Secret<>(numberOf(card)))).isEqualTo(new Holder(company, card.token()));
        assertThat(vault.holderOf(new Secret<>("6527658900001005"))).isNull();
    }

    @Test
    void theSecurityCodeIsTheSameEachTimeAndAnotherForAnotherCard() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            CardToken card = issued();
            Secret<String> code = Objects.requireNonNull(in(company, () -> vault.securityCode(company, card.token())));
            assertThat(code.value()).matches("[0-9]{3}");
            assertThat(in(company, () -> vault.isSecurityCode(company, card.token(), code)))
                    .isTrue();
            assertThat(in(company, () -> vault.isSecurityCode(company, card.token(), new Secret<>("12"))))
                    .isFalse();
            codes.add(code.value());
        }
        assertThat(codes).hasSizeGreaterThan(10);
    }

    @Test
    void threeWrongPinsLockAndANewPinUnlocks() {
        CardToken card = issued();
        assertThat(check(card, "1234")).isEqualTo(PinCheck.NOT_SET);
        in(company, () -> vault.setPin(company, card.token(), new Secret<>("1234")));

        assertThat(check(card, "1234")).isEqualTo(PinCheck.RIGHT);
        assertThat(check(card, "1235")).isEqualTo(PinCheck.WRONG);
        assertThat(check(card, "1234")).isEqualTo(PinCheck.RIGHT);
        assertThat(List.of(check(card, "1"), check(card, "2"), check(card, "3")))
                .containsExactly(PinCheck.WRONG, PinCheck.WRONG, PinCheck.LOCKED);
        assertThat(check(card, "1234")).isEqualTo(PinCheck.LOCKED);

        in(company, () -> vault.setPin(company, card.token(), new Secret<>("9876")));
        assertThat(check(card, "1234")).isEqualTo(PinCheck.WRONG);
        assertThat(check(card, "9876")).isEqualTo(PinCheck.RIGHT);
        assertThatThrownBy(() -> in(company, () -> vault.setPin(company, card.token(), new Secret<>("12345"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPinIsNotTriedInsideATransactionThatCouldRollItsCountBack() {
        CardToken card = issued();
        in(company, () -> vault.setPin(company, card.token(), new Secret<>("1234")));

        for (int i = 0; i < Vault.PIN_TRIES + 1; i++) {
            assertThatThrownBy(() -> in(company, () -> check(card, "1235")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("rolled back");
        }
        assertThat(check(card, "1234")).isEqualTo(PinCheck.RIGHT);
    }

    @Test
    void pinsThatAreTriedSideBySideAreAllCounted() throws Exception {
        CardToken card = issued();
        in(company, () -> vault.setPin(company, card.token(), new Secret<>("1234")));
        List<Callable<PinCheck>> tries = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            String pin = "5%03d".formatted(i);
            tries.add(() -> check(card, pin));
        }

        List<PinCheck> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<PinCheck> end : threads.invokeAll(tries)) {
                ends.add(end.get());
            }
        }

        assertThat(ends.stream().filter(PinCheck.WRONG::equals)).hasSize(Vault.PIN_TRIES - 1);
        assertThat(ends.stream().filter(PinCheck.LOCKED::equals)).hasSize(32 - Vault.PIN_TRIES + 1);
    }

    @Test
    void aSealedValueCountsInItsOwnRowOnly() {
        CardToken card = issued();
        CardToken other = issued();

        assertThatThrownBy(() -> in(company, () -> {
                    jdbc.sql("""
                                    update vault.card set number = (select number from vault.card where token = ?)
                                    where token = ?""").params(other.token(), card.token()).update();
                    return vault.face(company, card.token());
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not belong");
    }

    @Test
    void anotherCompanyAndAnotherKindOpenNothing() {
        CardToken card = issued();
        String token = in(company, () -> vault.seal(company, "voucher-code", new Secret<>("V-1")));
        CompanyKey neighbour = Api.of(server).newCompany(0).company().key();

        assertThat(in(neighbour, () -> vault.face(neighbour, card.token()))).isNull();
        assertThat(in(neighbour, () -> vault.securityCode(neighbour, card.token())))
                .isNull();
        assertThat(in(neighbour, () -> vault.setPin(neighbour, card.token(), new Secret<>("1111"))))
                .isFalse();
        assertThat(in(neighbour, () -> vault.open(neighbour, "voucher-code", Set.of(token))))
                .isEmpty();
        assertThat(in(company, () -> vault.open(company, "voucher-pin", Set.of(token))))
                .isEmpty();
        assertThat(in(company, () -> vault.open(company, "voucher-code", Set.of(token, "none"))))
                .isEqualTo(Map.of(token, new Secret<>("V-1")));
    }

    @Test
    void afterARotationEverythingIsSealedWithTheNewKeyAndReadsAsBefore() {
        CardToken card = issued();
        String number = numberOf(card);
        String token = in(company, () -> vault.seal(company, "voucher-code", new Secret<>("V-2")));
        Api operator = Api.of(server).newOperator();

        assertThat(operator.post("/api/v1/vault/keys", "").status()).isEqualTo(201);
        assertThat(numberOf(card)).isEqualTo(number);
        server.bean(Resealing.class).run();

        JsonNode keys = operator.get("/api/v1/vault/keys").json();
        assertThat(keys.size()).isGreaterThan(1);
        for (JsonNode key : keys) {
            boolean newest = key.get("sealing").asBoolean();
            assertThat(key.get("values").asLong() > 0).as(key.toString()).isEqualTo(newest);
        }
        assertThat(numberOf(card)).isEqualTo(number);
        assertThat(in(company, () -> vault.open(company, "voucher-code", Set.of(token))))
                .containsValue(new Secret<>("V-2"));
        assertThat(Api.of(server).newCompany(0).api().get("/api/v1/vault/keys").status())
                .isEqualTo(403);
    }
}
