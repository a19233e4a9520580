package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets concurrent callers of one company share a commit. A caller offers a command to its company's bounded queue and
/// waits; whatever is there when a committer comes by goes into ONE transaction. Nothing waits for company: a command
/// that comes alone is committed alone, at once. An answer is given after the commit only.
///
/// A repeated command must be one effect (by its source): a batch that failed is tried again, whole after a passing
/// fault and one by one after a lasting one, so that only the culprit fails.
public interface GroupCommit<C, R> {

    /// Waits for the command's own answer, or throws its own [Refusal]. A full queue, or an outcome that is not known
    /// in time, is a refusal with `Retry-After`. Never called inside a transaction.
    R submit(CompanyKey company, C command);

    /// Submits many commands, whose batches others may share; one answer each, in order. All are taken or none.
    List<Answer<R>> submitAll(CompanyKey company, List<C> commands);

    /// Does a batch in the transaction that it finds open, in a constant number of statements.
    @FunctionalInterface
    interface Handler<C, R> {
        /// One answer per command, in order. A refused command must leave no trace.
        List<Answer<R>> handle(CompanyKey company, List<C> commands);
    }

    /// What became of one command.
    sealed interface Answer<R> {

        /// It stands.
        record Done<R>(R value) implements Answer<R> {}

        /// Nothing was changed for it.
        record Refused<R>(Refusal refusal) implements Answer<R> {}

        /// What some work gives, or the refusal that it throws.
        static <R> Answer<R> of(Supplier<R> work) {
            try {
                return new Done<>(work.get());
            } catch (Refusal refusal) {
                return new Refused<>(refusal);
            }
        }

        /// What reading each item of a bulk request gives: an item that is wrong is refused by itself.
        ///
        /// @param field what the list is called in messages; an item is `field[3]`
        static <I extends @Nullable Object, R> List<Answer<R>> ofItems(
                String field, List<I> items, BiFunction<String, I, R> read) {
            List<Answer<R>> answers = new ArrayList<>(items.size());
            for (int i = 0; i < items.size(); i++) {
                String place = field + "[" + i + "]";
                I item = items.get(i);
                answers.add(of(() -> read.apply(place, item)));
            }
            return answers;
        }

        /// The same for a value that work makes of this one; a refusal stays, and one that the work throws counts.
        default <S> Answer<S> map(Function<R, S> work) {
            return switch (this) {
                case Done<R>(R value) -> of(() -> work.apply(value));
                case Refused<R>(Refusal refusal) -> new Refused<>(refusal);
            };
        }

        /// Does the work for the values among some answers, all at once, and keeps the refusals in their places.
        ///
        /// @param work gives one answer per value, in order
        static <R, S> List<Answer<S>> flatMapAll(List<Answer<R>> answers, Function<List<R>, List<Answer<S>>> work) {
            List<R> values = new ArrayList<>(answers.size());
            for (Answer<R> each : answers) {
                if (each instanceof Done<R>(R value)) {
                    values.add(value);
                }
            }
            Iterator<Answer<S>> worked = work.apply(values).iterator();
            List<Answer<S>> all = new ArrayList<>(answers.size());
            for (Answer<R> each : answers) {
                all.add(
                        switch (each) {
                            case Done<R> _ -> worked.next();
                            case Refused<R>(Refusal refusal) -> new Refused<>(refusal);
                        });
            }
            return all;
        }

        /// The value, or the refusal thrown.
        default R orThrow() {
            return switch (this) {
                case Done<R>(R value) -> value;
                case Refused<R>(Refusal refusal) -> throw refusal;
            };
        }
    }
}
