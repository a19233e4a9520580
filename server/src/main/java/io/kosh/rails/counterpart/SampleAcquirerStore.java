package io.kosh.rails.counterpart;

import io.kosh.platform.SqlTimes;
import io.kosh.rails.SandboxBank.Kind;
import io.kosh.rails.counterpart.Course.Status;
import io.kosh.rails.counterpart.SamplePayment.Awaits;
import io.kosh.rails.counterpart.SamplePayment.Bill;
import io.kosh.rails.counterpart.SamplePayment.Say;
import io.kosh.rails.counterpart.SamplePayment.Tries;
import io.kosh.rails.counterpart.SamplePayment.Way;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The payments and refunds of the sandbox's acquirer. No company is in it.
@Component
@OnlyInSandbox
final class SampleAcquirerStore {
    private final JdbcClient jdbc;

    SampleAcquirerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static @Nullable OffsetDateTime optional(@Nullable Instant at) {
        return at == null ? null : SqlTimes.column(at);
    }

    /// False where the reference is there already; others wait here until the first has decided.
    boolean insert(SamplePayment payment, Instant now) {
        Bill bill = payment.bill();
        return jdbc.sql("""
                        insert into rails.sample_payment (
                            reference, id, token, merchant, kind, paid_with, payee, note, amount_minor, ends_at,
                            return_url, status, awaits, course, step, step_at, code, message, bank_reference,
                            otp_tries, otp_sent, lost, created_at)
                        values (
                            :reference, :id, :token, :merchant, :kind, :with, :payee, :note, :amount, :ends,
                            :back, :status, :awaits, :course, :step, :step_at, :code, :message, :bank,
                            :tries, :sent, :lost, :now)
                        on conflict do nothing""")
                        .param("id", bill.id())
                        .param("token", bill.token())
                        .param("merchant", bill.merchant())
                        .param("kind", bill.kind().name())
                        .param("payee", bill.payee())
                        .param("note", bill.note())
                        .param("amount", bill.amountMinor())
                        .param("ends", SqlTimes.column(bill.endsAt()))
                        .param("back", bill.returnUrl())
                        .param("lost", payment.lost())
                        .param("now", SqlTimes.column(now))
                        .params(moved(payment))
                        .update()
                == 1;
    }

    /// What changes in the life of a payment.
    private static Map<String, @Nullable Object> moved(SamplePayment payment) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("reference", payment.bill().reference());
        values.put("with", payment.bill().with());
        values.put("status", payment.status().name());
        values.put("awaits", payment.awaits().name());
        values.put("course", payment.way().course().name());
        values.put("step", payment.way().step());
        values.put("step_at", optional(payment.way().stepAt()));
        values.put("code", payment.say().code());
        values.put("message", payment.say().message());
        values.put("bank", payment.say().bankReference());
        values.put("tries", payment.tries().left());
        values.put("sent", payment.tries().sent());
        return values;
    }

    void update(SamplePayment payment) {
        jdbc.sql("""
                        update rails.sample_payment set paid_with = :with, status = :status, awaits = :awaits,
                            course = :course, step = :step, step_at = :step_at, code = :code, message = :message,
                            bank_reference = :bank, otp_tries = :tries, otp_sent = :sent
                        where reference = :reference""").params(moved(payment)).update();
    }

    @Nullable
    SamplePayment find(String reference) {
        return jdbc.sql("select * from rails.sample_payment where reference = ?")
                .param(reference)
                .query((row, _) -> payment(row))
                .optional()
                .orElse(null);
    }

    @Nullable
    SamplePayment findByToken(String token) {
        return jdbc.sql("select * from rails.sample_payment where token = ?")
                .param(token)
                .query((row, _) -> payment(row))
                .optional()
                .orElse(null);
    }

    @Nullable
    SamplePayment lock(String reference) {
        return jdbc.sql("select * from rails.sample_payment where reference = ? for update")
                .param(reference)
                .query((row, _) -> payment(row))
                .optional()
                .orElse(null);
    }

    List<SamplePayment> waitingAt(String vpa, int most) {
        return jdbc.sql("""
                        select * from rails.sample_payment
                        where lower(paid_with) = lower(?) and awaits = 'PAYER' and kind = 'UPI_COLLECT'
                        order by created_at desc limit ?""").params(vpa, most).query((row, _) -> payment(row)).list();
    }

    /// References of payments with a due step, earliest first.
    List<String> duePayments(Instant now, int most) {
        return jdbc.sql("select reference from rails.sample_payment where step_at <= ? order by step_at limit ?")
                .params(SqlTimes.column(now), most)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// When something of payments or refunds is due next, null for never.
    @Nullable
    Instant next() {
        return jdbc.sql("""
                        select least(
                            (select min(step_at) from rails.sample_payment where step_at is not null),
                            (select min(ready_at) from rails.sample_refund where ready_at is not null))""")
                .query((row, _) -> SqlTimes.optionalInstant(row, 1))
                .list()
                .getFirst();
    }

    private static SamplePayment payment(ResultSet row) throws SQLException {
        return new SamplePayment(
                new Bill(
                        row.getString("reference"),
                        row.getString("id"),
                        row.getString("token"),
                        row.getString("merchant"),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("paid_with"),
                        row.getString("payee"),
                        row.getString("note"),
                        row.getLong("amount_minor"),
                        SqlTimes.instant(row, "ends_at"),
                        row.getString("return_url")),
                Status.valueOf(row.getString("status")),
                Awaits.valueOf(row.getString("awaits")),
                new Way(
                        Course.valueOf(row.getString("course")),
                        row.getInt("step"),
                        SqlTimes.optionalInstant(row, "step_at")),
                new Say(row.getString("code"), row.getString("message"), row.getString("bank_reference")),
                new Tries(row.getInt("otp_tries"), row.getInt("otp_sent")),
                row.getBoolean("lost"));
    }

    /// False where the reference is there already.
    boolean insert(SampleRefund refund) {
        return jdbc.sql("""
                        insert into rails.sample_refund (
                            reference, id, merchant, payment, amount_minor, status, code, message, bank_reference,
                            ready_at, lost)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                        .params(refund.reference(), refund.id(), refund.merchant(), refund.payment())
                        .params(refund.amountMinor(), refund.state().name(), refund.code(), refund.message())
                        .param(refund.bankReference())
                        .param(optional(refund.readyAt()))
                        .param(refund.lost())
                        .update()
                == 1;
    }

    void update(SampleRefund refund) {
        jdbc.sql("""
                        update rails.sample_refund
                        set status = ?, code = ?, message = ?, bank_reference = ?, ready_at = ? where reference = ?""")
                .params(refund.state().name(), refund.code(), refund.message(), refund.bankReference())
                .param(optional(refund.readyAt()))
                .param(refund.reference())
                .update();
    }

    @Nullable
    SampleRefund findRefund(String reference) {
        return jdbc.sql("select * from rails.sample_refund where reference = ?")
                .param(reference)
                .query((row, _) -> refund(row))
                .optional()
                .orElse(null);
    }

    @Nullable
    SampleRefund lockRefund(String reference) {
        return jdbc.sql("select * from rails.sample_refund where reference = ? for update")
                .param(reference)
                .query((row, _) -> refund(row))
                .optional()
                .orElse(null);
    }

    /// What went back of a payment, or is going.
    long refunded(String payment) {
        return jdbc.sql("""
                        select coalesce(sum(amount_minor), 0) from rails.sample_refund
                        where payment = ? and status <> 'DECLINED'""").param(payment).query(Long.class).single();
    }

    List<String> dueRefunds(Instant now, int most) {
        return jdbc.sql("select reference from rails.sample_refund where ready_at <= ? order by ready_at limit ?")
                .params(SqlTimes.column(now), most)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private static SampleRefund refund(ResultSet row) throws SQLException {
        return new SampleRefund(
                row.getString("reference"),
                row.getString("id"),
                row.getString("merchant"),
                row.getString("payment"),
                row.getLong("amount_minor"),
                SampleRefund.State.valueOf(row.getString("status")),
                row.getString("code"),
                row.getString("message"),
                row.getString("bank_reference"),
                SqlTimes.optionalInstant(row, "ready_at"),
                row.getBoolean("lost"));
    }
}
