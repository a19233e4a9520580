package io.kosh.identity.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.messages.Messages;
import io.kosh.messages.Recipient;
import io.kosh.platform.CompanyAlerts;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Whom a company wants told when something is wrong, and telling them.
@Component
final class AlertMails implements CompanyAlerts {
    static final String FIELD = "email";

    private final Database database;
    private final CompanyStore store;
    private final Messages messages;

    AlertMails(Database database, CompanyStore store, Messages messages) {
        this.database = database;
        this.store = store;
        this.messages = messages;
    }

    @Override
    public void alert(CompanyKey company, String kind, List<String> values) {
        String address = store.alertMail(company);
        if (address != null) {
            messages.sendHourly(company, messages.compose(Recipient.mail(FIELD, address), kind, values));
        }
    }

    @Nullable
    String of(CompanyRef company) {
        return database.inRegistry(() -> Optional.ofNullable(store.alertMail(company.key())))
                .orElse(null);
    }

    /// @param to null for nobody
    void set(CompanyRef company, @Nullable Recipient to) {
        database.inRegistry(() -> {
            store.saveAlertMail(company.key(), to == null ? null : to.address());
            return true;
        });
    }
}
