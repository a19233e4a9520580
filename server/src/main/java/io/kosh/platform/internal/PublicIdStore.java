package io.kosh.platform.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.PublicIds;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
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
    public Set<String> claimAll(Collection<String> ids, Kind kind, CompanyKey company) {
        Set<String> free = new HashSet<>();
        jdbc.sql("""
                        insert into platform.public_id (id, kind, company_id)
                        select each.id, ?, ? from unnest(?::text[]) as each (id)
                        on conflict (id) do nothing returning id""")
                .params(kind.name(), company.value())
                .param(ids.toArray(String[]::new))
                .query(row -> {
                    free.add(row.getString(1));
                });
        return free;
    }

    @Override
    public @Nullable Owner ownerOf(String id) {
        return jdbc.sql("select kind, company_id from platform.public_id where id = ?")
                .param(id)
                .query((row, _) -> new Owner(Kind.valueOf(row.getString(1)), new CompanyKey(row.getLong(2))))
                .optional()
                .orElse(null);
    }
}
