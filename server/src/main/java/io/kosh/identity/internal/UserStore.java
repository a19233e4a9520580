package io.kosh.identity.internal;

import io.kosh.identity.Identity.Standing;
import io.kosh.identity.User;
import io.kosh.identity.internal.Contacts.Contact;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Page;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `identity.person` and its history; always in a transaction of the company.
@Component
final class UserStore {
    private final JdbcClient jdbc;

    UserStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Which of a person's states moved.
    enum Field {
        STATUS,
        ACCESS,
        EMAIL,
        PHONE
    }

    /// A person to be written.
    ///
    /// @param email normal, null where it is not known
    /// @param phone normal, null where it is not known
    record NewPerson(
            String id,
            String name,
            @Nullable String email,
            @Nullable String phone) {
        static NewPerson of(String id, String name) {
            return new NewPerson(id, name, null, null);
        }
    }

    /// The people in the order given, written at once.
    List<Person> insert(CompanyKey company, List<NewPerson> people, Instant at) {
        return jdbc.sql("""
                insert into identity.person (company_id, public_id, name, created_at, email, phone)
                select ?, each.id, each.name, ?, each.email, each.phone
                from unnest(?::text[], ?::text[], ?::text[], ?::text[]) with ordinality
                    as each (id, name, email, phone, place)
                order by each.place
                returning *
                """)
                .params(
                        company.value(),
                        SqlTimes.column(at),
                        people.stream().map(NewPerson::id).toArray(String[]::new),
                        people.stream().map(NewPerson::name).toArray(String[]::new),
                        people.stream().map(NewPerson::email).toArray(String[]::new),
                        people.stream().map(NewPerson::phone).toArray(String[]::new))
                .query(UserStore::person)
                .list();
    }

    Map<String, User> find(CompanyKey company, Collection<String> userIds) {
        Map<String, User> users = new HashMap<>();
        jdbc.sql("""
                select id, public_id, name, status from identity.person where company_id = ? and public_id = any(?)
                """)
                .param(company.value())
                .param(userIds.toArray(String[]::new))
                .query(row -> {
                    User user = user(row);
                    users.put(user.id(), user);
                });
        return users;
    }

    Map<String, Standing> standings(RoundTrip trip, CompanyKey company, Collection<String> userIds) {
        String[] ids = userIds.toArray(String[]::new);
        Map<String, Standing> standings = HashMap.newHashMap(ids.length);
        trip.read(
                """
                select asked.place, person.id, person.status = 'ACTIVE'
                from unnest(?::text[]) with ordinality as asked (public_id, place)
                join identity.person on person.company_id = ? and person.public_id = asked.public_id
                """,
                row -> {
                    User.Status status = row.getBoolean(3) ? User.Status.ACTIVE : User.Status.INACTIVE;
                    standings.put(ids[row.getInt(1) - 1], new Standing(row.getLong(2), status));
                },
                ids,
                company.value());
        return standings;
    }

    @Nullable
    String personOf(CompanyKey company, String username) {
        return jdbc.sql("""
                        select person.public_id from identity.login
                        join identity.person on person.company_id = login.company_id and person.id = login.person_id
                        where login.username = ? and login.company_id = ?""")
                .params(username, company.value())
                .query(String.class)
                .optional()
                .orElse(null);
    }

    Map<Long, String> userIds(CompanyKey company, Collection<Long> keys) {
        Map<Long, String> ids = new HashMap<>();
        jdbc.sql("select id, public_id from identity.person where company_id = ? and id = any(?)")
                .param(company.value())
                .param(keys.toArray(Long[]::new))
                .query(row -> {
                    ids.put(row.getLong(1), row.getString(2));
                });
        return ids;
    }

    @Nullable
    Person findPerson(CompanyKey company, String userId) {
        return jdbc.sql("select * from identity.person where company_id = ? and public_id = ?")
                .params(company.value(), userId)
                .query(UserStore::person)
                .optional()
                .orElse(null);
    }

    @Nullable
    Person lock(CompanyKey company, String userId) {
        return jdbc.sql("select * from identity.person where company_id = ? and public_id = ? for update")
                .params(company.value(), userId)
                .query(UserStore::person)
                .optional()
                .orElse(null);
    }

    List<Person> page(CompanyKey company, Page.Request page) {
        return jdbc.sql("select * from identity.person where company_id = ? and id > ? order by id limit ?")
                .params(company.value(), page.after() == null ? 0L : page.after(), page.fetch())
                .query(UserStore::person)
                .list();
    }

    void save(CompanyKey company, Person person) {
        Contact email = person.contacts().email();
        Contact phone = person.contacts().phone();
        jdbc.sql("""
                update identity.person
                set status = ?, access = ?, email = ?, email_verified = ?, phone = ?, phone_verified = ?
                where company_id = ? and id = ?
                """)
                .params(person.user().status().name(), person.access().name())
                .param(email == null ? null : email.address())
                .param(email != null && email.verified())
                .param(phone == null ? null : phone.address())
                .param(phone != null && phone.verified())
                .params(company.value(), person.user().key())
                .update();
    }

    void insertMove(CompanyKey company, long person, Field field, Move move) {
        jdbc.sql("""
                insert into identity.person_move
                  (company_id, person_id, field, moved_at, moved_by, from_state, to_state)
                values (?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        company.value(),
                        person,
                        field.name(),
                        SqlTimes.column(move.at()),
                        move.by(),
                        move.from(),
                        move.to())
                .update();
    }

    /// A move of a person with the key that lists are paged by.
    record Kept(long key, Field field, Move move) {}

    List<Kept> moves(CompanyKey company, long person, Page.Request page) {
        return jdbc.sql("""
                select * from identity.person_move where company_id = ? and person_id = ? and id > ? order by id limit ?
                """)
                .params(company.value(), person, page.after() == null ? 0L : page.after(), page.fetch())
                .query((row, _) -> new Kept(
                        row.getLong("id"),
                        Field.valueOf(row.getString("field")),
                        new Move(
                                SqlTimes.instant(row, "moved_at"),
                                row.getString("moved_by"),
                                row.getString("from_state"),
                                row.getString("to_state"))))
                .list();
    }

    private static Person person(ResultSet row, int ignored) throws SQLException {
        return new Person(
                user(row),
                AccessState.valueOf(row.getString("access")),
                new Contacts(contact(row, "email"), contact(row, "phone")),
                SqlTimes.instant(row, "created_at"));
    }

    private static @Nullable Contact contact(ResultSet row, String column) throws SQLException {
        String address = row.getString(column);
        return address == null ? null : new Contact(address, row.getBoolean(column + "_verified"));
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                row.getString("public_id"),
                row.getLong("id"),
                row.getString("name"),
                User.Status.valueOf(row.getString("status")));
    }
}
