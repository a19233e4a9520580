package io.kosh.cards.connectors.iso8583;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.vault.Vault;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A vault that knows one number.
record FakeVault(String number, Holder holder) implements Vault {
    static final String TOKEN = "0123456789abcdef0123";

    static FakeVault of(String number) {
        return new FakeVault(number, new Holder(new CompanyKey(7), TOKEN));
    }

    @Override
    public @Nullable Holder holderOf(Secret<String> asked) {
        return asked.value().equals(number) ? holder : null;
    }

    private static UnsupportedOperationException notAsked() {
        return new UnsupportedOperationException("nobody asks this here");
    }

    @Override
    public CardToken issue(CompanyKey company, YearMonth expiry) {
        throw notAsked();
    }

    @Override
    public @Nullable CardFace face(CompanyKey company, String token) {
        throw notAsked();
    }

    @Override
    public @Nullable Secret<String> securityCode(CompanyKey company, String token) {
        throw notAsked();
    }

    @Override
    public boolean isSecurityCode(CompanyKey company, String token, Secret<String> code) {
        throw notAsked();
    }

    @Override
    public boolean setPin(CompanyKey company, String token, Secret<String> pin) {
        throw notAsked();
    }

    @Override
    public PinCheck checkPin(CompanyKey company, String token, Secret<String> pin) {
        throw notAsked();
    }

    @Override
    public @Nullable PinState pinState(CompanyKey company, String token) {
        throw notAsked();
    }

    @Override
    public String seal(CompanyKey company, String kind, Secret<String> text) {
        throw notAsked();
    }

    @Override
    public Map<String, Secret<String>> open(CompanyKey company, String kind, Set<String> tokens) {
        throw notAsked();
    }
}
