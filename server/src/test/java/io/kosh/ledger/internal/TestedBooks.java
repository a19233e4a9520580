package io.kosh.ledger.internal;

import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Empty books of one company that a history is run against.
interface TestedBooks {

    /// The moment that a history's rounds and days are counted from: a whole second.
    Instant start();

    void setClock(Duration sinceStart);

    Instant clock();

    List<Outcome> post(List<Command> commands);

    /// The most commands of one call.
    int largestCall();

    /// See [WayIn#joinsCallers].
    default boolean joinsCallers() {
        return false;
    }

    /// The transfers of each account in the order of its versions, one per line of its book.
    Map<AccountRef, List<Long>> order();

    /// What stands in the books.
    Picture picture(Set<Long> holds);
}
