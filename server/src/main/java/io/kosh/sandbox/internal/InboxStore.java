package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.messages.Channel;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `sandbox.inbox`.
@Component
@SandboxOnly
final class InboxStore {
    private static final int KEPT = 1_000;

    private final JdbcClient jdbc;

    InboxStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Keeps a message and the newest ones before it; what is there already is left as it is.
    void insert(CompanyKey company, InboxMessage message) {
        jdbc.sql("""
                        insert into sandbox.inbox
                            (company_id, message_id, at, channel, kind, sender, recipient, subject, text, otp)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (company_id, message_id) do nothing""")
                .params(
                        company.value(),
                        message.messageId(),
                        SqlTimes.column(message.at()),
                        message.channel().name(),
                        message.kind(),
                        message.from(),
                        message.to())
                .param(message.subject())
                .param(message.text())
                .param(message.otp())
                .update();
        jdbc.sql("""
                        delete from sandbox.inbox where company_id = ? and id <= (
                            select id from sandbox.inbox where company_id = ? order by id desc offset ? limit 1)""").params(company.value(), company.value(), KEPT).update();
    }

    /// Newest first.
    List<InboxMessage> page(CompanyKey company, InboxMessage.Filter filter, Page.Request page) {
        Channel channel = filter.channel();
        return jdbc.sql("""
                        select * from sandbox.inbox
                        where company_id = :company and id < :before
                            and (:to::text is null or recipient = :to)
                            and (:channel::text is null or channel = :channel)
                        order by id desc limit :most""")
                .param("company", company.value())
                .param("before", Objects.requireNonNullElse(page.after(), Long.MAX_VALUE))
                .param("to", filter.to())
                .param("channel", channel == null ? null : channel.name())
                .param("most", page.fetch())
                .query((row, _) -> read(row))
                .list();
    }

    @Nullable
    InboxMessage find(CompanyKey company, String messageId) {
        return jdbc.sql("select * from sandbox.inbox where company_id = ? and message_id = ?")
                .params(company.value(), messageId)
                .query((row, _) -> read(row))
                .optional()
                .orElse(null);
    }

    int clear(CompanyKey company) {
        return jdbc.sql("delete from sandbox.inbox where company_id = ?")
                .param(company.value())
                .update();
    }

    private static InboxMessage read(ResultSet row) throws SQLException {
        return new InboxMessage(
                row.getLong("id"),
                row.getString("message_id"),
                SqlTimes.instant(row, "at"),
                Channel.valueOf(row.getString("channel")),
                row.getString("kind"),
                row.getString("sender"),
                row.getString("recipient"),
                row.getString("subject"),
                row.getString("text"),
                row.getString("otp"));
    }
}
