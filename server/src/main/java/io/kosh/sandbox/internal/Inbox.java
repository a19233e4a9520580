package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Database;
import io.kosh.platform.MasterKey;
import io.kosh.platform.Page;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Everything that the platform wrote to people, and whose it is: a message carries its company in headers that are
/// signed, so that nobody else on this machine puts something into a company's inbox.
@Component
@SandboxOnly
final class Inbox {
    private static final String COMPANY = "X-Kosh-Company";
    private static final String MESSAGE = "X-Kosh-Message";
    private static final String KIND = "X-Kosh-Kind";
    private static final String SEAL = "X-Kosh-Seal";

    private final Database database;
    private final InboxStore store;
    private final MasterKey.KeyedHash hash;

    Inbox(Database database, InboxStore store, MasterKey masterKey) {
        this.database = database;
        this.store = store;
        this.hash = masterKey.keyedHash("sandbox-inbox");
    }

    /// What the headers of a message say.
    record Label(CompanyKey company, String messageId, String kind) {}

    Map<String, String> headers(Label label) {
        return Map.of(
                COMPANY,
                Long.toString(label.company().value()),
                MESSAGE,
                label.messageId(),
                KIND,
                label.kind(),
                SEAL,
                seal(label));
    }

    private String seal(Label label) {
        return HexFormat.of()
                .formatHex(hash.of(label.company().value() + "/" + label.messageId() + "/" + label.kind()));
    }

    /// What a message's headers say; null where they are not ours.
    ///
    /// @param header a header by name, null where there is none
    @Nullable
    Label label(UnaryOperator<@Nullable String> header) {
        String company = header.apply(COMPANY);
        String messageId = header.apply(MESSAGE);
        String kind = header.apply(KIND);
        String seal = header.apply(SEAL);
        if (company == null || messageId == null || kind == null || seal == null || !company.matches("[0-9]{1,18}")) {
            return null;
        }
        Label label = new Label(new CompanyKey(Long.parseLong(company)), messageId, kind);
        boolean ours = MessageDigest.isEqual(
                seal(label).getBytes(StandardCharsets.UTF_8), seal.getBytes(StandardCharsets.UTF_8));
        return ours ? label : null;
    }

    void keep(CompanyKey company, InboxMessage message) {
        database.inCompany(company, () -> {
            store.insert(company, message);
            return true;
        });
    }

    List<InboxMessage> page(CompanyKey company, InboxMessage.Filter filter, Page.Request page) {
        return database.inCompany(company, () -> store.page(company, filter, page));
    }

    InboxMessage find(CompanyKey company, String messageId) {
        InboxMessage found = database.inCompany(company, () -> store.find(company, messageId));
        if (found == null) {
            throw Refusal.of(SandboxError.INBOX_UNKNOWN, SandboxError.INBOX_UNKNOWN.meaning());
        }
        return found;
    }

    int clear(CompanyKey company) {
        return database.inCompany(company, () -> store.clear(company));
    }
}
