package io.kosh.platform.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.PublicIds;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `platform.public_id`.
@Component
final class PublicIdStore implements PublicIds {
    private final JdbcClient jdbc;

    PublicIdStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean claim(String id, Kind kind, CompanyKey company) {
        return jdbc.sql("""
                        insert into platform.public_id (id, kind, company_id) values (?, ?, ?)
                        on conflict (id) do nothing""").params(id, kind.name(), company.value()).update() == 1;
    }

    @Override
    public @Nullable CompanyKey companyOf(String id, Kind kind) {
        return jdbc.sql("select company_id from platform.public_id where id = ? and kind = ?")
                .params(id, kind.name())
                .query(Long.class)
                .optional()
                .map(CompanyKey::new)
                .orElse(null);
    }
}
