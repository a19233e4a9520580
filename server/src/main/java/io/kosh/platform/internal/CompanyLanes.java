package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.ErrorCode;
import io.kosh.kernel.Refusal;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.Settings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// A group commit: one lane a company. A lane with work stands in the committers' queue once; a committer takes what is
/// there, at most a batch, and lists the lane again behind the others where something is left.
final class CompanyLanes<C, R> implements GroupCommit<C, R> {
    private static final Logger LOG = LoggerFactory.getLogger(CompanyLanes.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /// A fault that took longer had its time already; trying again would only keep the others waiting.
    private static final long QUICK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SharedTransactions transactions;
    private final Handler<C, R> handler;
    private final Settings.Commit settings;
    private final CommitMeters meters;
    private final ThreadPoolExecutor committers;
    private final Map<CompanyKey, Lane> lanes = new ConcurrentHashMap<>();

    CompanyLanes(
            SharedTransactions transactions,
            Handler<C, R> handler,
            Settings.Commit settings,
            CommitMeters meters,
            ThreadPoolExecutor committers) {
        this.transactions = transactions;
        this.handler = handler;
        this.settings = settings;
        this.meters = meters;
        this.committers = committers;
        meters.oldestUnacknowledged(this::oldestSeconds);
    }

    @Override
    public R submit(CompanyKey company, C command) {
        Lane lane = lanes.computeIfAbsent(company, Lane::new);
        Ticket<C, R> ticket = offer(lane, List.of(command)).getFirst();
        return await(lane, ticket).orThrow();
    }

    @Override
    public List<Answer<R>> submitAll(CompanyKey company, List<C> commands) {
        if (commands.isEmpty()) {
            return List.of();
        }
        Lane lane = lanes.computeIfAbsent(company, Lane::new);
        List<Answer<R>> answers = new ArrayList<>(commands.size());
        for (Ticket<C, R> ticket : offer(lane, commands)) {
            try {
                answers.add(await(lane, ticket));
            } catch (RuntimeException fault) {
                // The other commands have answers of their own, so this fault is told here and nowhere else.
                LOG.atError().setCause(fault).log("a command of a bulk request failed by our own fault");
                answers.add(
                        new Answer.Refused<>(Refusal.of(CommonError.ITEM_FAILED, CommonError.ITEM_FAILED.meaning())));
            }
        }
        return answers;
    }

    private List<Ticket<C, R>> offer(Lane lane, List<C> commands) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a group commit is offered to inside a transaction: it would wait for it");
        }
        long now = System.nanoTime();
        List<Ticket<C, R>> tickets = new ArrayList<>(commands.size());
        for (C command : commands) {
            tickets.add(new Ticket<>(command, now));
        }
        if (!lane.offer(tickets)) {
            meters.full();
            throw Refusal.retryAfter(
                    CommonError.QUEUE_FULL, "too many requests of this company wait already; try again", RETRY_AFTER);
        }
        return tickets;
    }

    /// A caller that gives up takes its command back where nobody has begun it; else its outcome stands.
    private Answer<R> await(Lane lane, Ticket<C, R> ticket) {
        try {
            long left = ticket.offered() + settings.patience().toNanos() - System.nanoTime();
            return ticket.answer().get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            return new Answer.Refused<>(refusal(e.getCause()));
        } catch (TimeoutException _) {
            lane.withdraw(ticket);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            lane.withdraw(ticket);
        }
        return new Answer.Refused<>(Refusal.retryAfter(
                CommonError.CONTENDED,
                "the outcome is not known yet; try again: a repeated request id has one effect",
                RETRY_AFTER));
    }

    private static Refusal refusal(@Nullable Throwable thrown) {
        if (thrown instanceof Refusal refusal) {
            return refusal;
        }
        if (thrown instanceof RuntimeException own) {
            throw own;
        }
        throw new IllegalStateException(thrown);
    }

    private double oldestSeconds() {
        long now = System.nanoTime();
        long oldest = 0;
        for (Lane lane : lanes.values()) {
            oldest = Math.max(oldest, lane.oldestNanos(now));
        }
        return oldest / 1e9;
    }

    /// A command that waits for its answer.
    private record Ticket<C, R>(C command, long offered, CompletableFuture<Answer<R>> answer) {
        Ticket(C command, long offered) {
            this(command, offered, new CompletableFuture<>());
        }
    }

    /// The queue of one company. At most two of its batches are under way: one, and one that begins while the last
    /// round trip of the first is made, and then waits for its turn.
    private final class Lane implements Runnable {
        private final CompanyKey company;
        private final Deque<Ticket<C, R>> queue = new ArrayDeque<>();
        private final Deque<Batch> underWay = new ArrayDeque<>(2);
        private boolean listed;

        Lane(CompanyKey company) {
            this.company = company;
        }

        /// Takes all or none; false where there is no room.
        boolean offer(List<Ticket<C, R>> tickets) {
            synchronized (this) {
                if (queue.size() + tickets.size() > settings.queue()) {
                    return false;
                }
                queue.addAll(tickets);
                if (listed || !underWay.isEmpty()) {
                    return true;
                }
                listed = true;
            }
            committers.execute(this);
            return true;
        }

        synchronized void withdraw(Ticket<C, R> ticket) {
            queue.remove(ticket);
        }

        synchronized long oldestNanos(long now) {
            Batch first = underWay.peekFirst();
            Ticket<C, R> oldest = first == null ? queue.peek() : first.tickets.getFirst();
            return oldest == null ? 0 : now - oldest.offered();
        }

        private synchronized @Nullable Batch take() {
            listed = false;
            List<Ticket<C, R>> taken = new ArrayList<>(Math.min(queue.size(), settings.batch()));
            while (taken.size() < settings.batch() && !queue.isEmpty()) {
                taken.add(queue.remove());
            }
            if (taken.isEmpty()) {
                return null;
            }
            Batch batch = new Batch(this, taken, underWay.peekLast());
            underWay.add(batch);
            return batch;
        }

        /// Begins the next batch beside the last trip of this one, where somebody waits and a committer is free.
        void follow(Batch batch) {
            synchronized (this) {
                if (listed
                        || underWay.size() > 1
                        || queue.isEmpty()
                        || !committers.getQueue().isEmpty()) {
                    return;
                }
                listed = true;
            }
            Thread committer = Thread.currentThread();
            committers.execute(() -> {
                // A pool that ends gives the work back to the committer at hand, who cannot wait for himself.
                if (!Thread.currentThread().equals(committer) || !unlistedBeside(batch)) {
                    run();
                }
            });
        }

        /// Takes the lane off the list where the batch is still under way; false where it is not.
        private synchronized boolean unlistedBeside(Batch batch) {
            if (!underWay.contains(batch)) {
                return false;
            }
            listed = false;
            return true;
        }

        void ended(Batch batch) {
            synchronized (this) {
                if (!underWay.remove(batch) || listed || !underWay.isEmpty() || queue.isEmpty()) {
                    return;
                }
                listed = true;
            }
            committers.execute(this);
        }

        @Override
        public void run() {
            Batch batch = take();
            if (batch == null) {
                return;
            }
            try {
                serve(company, batch);
            } catch (Throwable fault) {
                LOG.atError().setCause(fault).log("a batch was cut off");
                batch.tickets.forEach(ticket -> ticket.answer().completeExceptionally(fault));
            } finally {
                batch.end();
            }
        }
    }

    /// Commands that were taken together, and their turn: a batch waits for the one before it. Where that one has to
    /// be done again, this one lets go of its sources, which the other may need, and comes after it.
    private final class Batch implements SharedTransactions.Turn {
        private final Lane lane;
        private final List<Ticket<C, R>> tickets;
        /// Null from the end on: else a lane that is never idle would keep every batch it ever had.
        private @Nullable Batch before;
        /// False where the first try is done again, true where it is not.
        private final CompletableFuture<Boolean> firstTry = new CompletableFuture<>();

        private final CompletableFuture<Boolean> over = new CompletableFuture<>();
        private int tries;

        Batch(Lane lane, List<Ticket<C, R>> tickets, @Nullable Batch before) {
            this.lane = lane;
            this.tickets = tickets;
            this.before = before;
        }

        /// Before each try.
        void begin() {
            if (tries++ > 0) {
                firstTry.complete(false);
                if (before != null) {
                    before.over.join();
                }
            }
        }

        @Override
        public void await() {
            long began = System.nanoTime();
            boolean failed = before != null && !before.over.isDone() && !before.firstTry.join();
            meters.turned(System.nanoTime() - began);
            if (failed) {
                throw new ConcurrencyFailureException("the batch before is done again");
            }
        }

        @Override
        public void lastTrip() {
            lane.follow(this);
        }

        void end() {
            firstTry.complete(tries == 1);
            over.complete(true);
            before = null;
            lane.ended(this);
        }
    }

    private void serve(CompanyKey company, Batch batch) {
        List<Ticket<C, R>> tickets = batch.tickets;
        long began = System.nanoTime();
        meters.began(tickets.size());
        for (Ticket<C, R> ticket : tickets) {
            meters.waited(began - ticket.offered());
        }
        try {
            commit(company, batch, tickets);
        } catch (RuntimeException e) {
            if (isPassing(e)) {
                if (isLostConnection(e) && System.nanoTime() - began < QUICK_NANOS) {
                    again(company, batch);
                } else {
                    tickets.forEach(ticket -> ticket.answer().completeExceptionally(e));
                }
            } else if (tickets.size() == 1 && e instanceof DuplicateKeyException) {
                // The batch before may have written the same: it is over when this one begins again, and is seen then.
                again(company, batch);
            } else if (tickets.size() == 1) {
                tickets.getFirst().answer().completeExceptionally(e);
            } else {
                LOG.atWarn()
                        .addKeyValue("commands", tickets.size())
                        .addKeyValue("thrown", e.getClass().getName())
                        .log("a batch failed and is done one by one");
                oneByOne(company, batch);
            }
        }
    }

    /// Whether the fault lies with the database and not with a command of the batch.
    private static boolean isPassing(RuntimeException e) {
        return e instanceof Refusal refusal && refusal.code().kind() == ErrorCode.Kind.UNAVAILABLE;
    }

    private static boolean isLostConnection(RuntimeException e) {
        return e instanceof Refusal refusal && refusal.code() == CommonError.DATABASE_UNAVAILABLE;
    }

    /// A connection that was lost, perhaps while it committed: sources make the repetition one effect.
    private void again(CompanyKey company, Batch batch) {
        try {
            commit(company, batch, batch.tickets);
        } catch (RuntimeException e) {
            batch.tickets.forEach(ticket -> ticket.answer().completeExceptionally(e));
        }
    }

    private void oneByOne(CompanyKey company, Batch batch) {
        for (Ticket<C, R> ticket : batch.tickets) {
            try {
                commit(company, batch, List.of(ticket));
            } catch (RuntimeException e) {
                ticket.answer().completeExceptionally(e);
            }
        }
    }

    /// One transaction; answers after its commit. The next batch does not wait for the answers.
    private void commit(CompanyKey company, Batch batch, List<Ticket<C, R>> tickets) {
        List<C> commands = new ArrayList<>(tickets.size());
        tickets.forEach(ticket -> commands.add(ticket.command()));
        long began = System.nanoTime();
        record Worked<R>(List<Answer<R>> answers, long at) {}
        Worked<R> worked = transactions.inCompanyShared(company, batch, () -> {
            batch.begin();
            List<Answer<R>> answers = handler.handle(company, commands);
            if (answers.size() != commands.size()) {
                throw new IllegalStateException(answers.size() + " answers for " + commands.size() + " commands");
            }
            return new Worked<>(answers, System.nanoTime());
        });
        meters.committed(worked.at() - began, System.nanoTime() - worked.at());
        if (tickets.size() == batch.tickets.size()) {
            batch.end();
        }
        for (int i = 0; i < tickets.size(); i++) {
            tickets.get(i).answer().complete(worked.answers().get(i));
        }
    }
}
