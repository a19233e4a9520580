package io.kosh.platform;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The installation's settings, bound from `kosh.*` properties. Every default is here.
///
/// @param profile        what the installation is for
/// @param dataDir        where keys, logs, demo.json and the embedded PostgreSQL live
/// @param baseUrl        the address that clients use, printed and put into links
/// @param managementPort the loopback port of metrics and diagnostics
/// @param trustedProxies addresses whose `X-Forwarded-For` counts
/// @param http           limits of one request and of request rates
/// @param tokens         lifetimes of tokens and lockout
/// @param pool           database connections
/// @param commit         how requests of a company share a commit
/// @param ledger         how the books are kept
/// @param idempotency    how answers are kept by `Idempotency-Key`
@ConfigurationProperties("kosh")
public record Settings(
        @DefaultValue("sandbox") Profile profile,
        @DefaultValue(".kosh") Path dataDir,
        @DefaultValue("http://localhost:8080") URI baseUrl,
        @DefaultValue("9080") int managementPort,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue Http http,
        @DefaultValue Tokens tokens,
        @DefaultValue Pool pool,
        @DefaultValue Commit commit,
        @DefaultValue Ledger ledger,
        @DefaultValue Idempotency idempotency) {

    /// @param maxBodyBytes          the largest request body
    /// @param clientPerSecond       requests a second of one API client; as many again as a burst
    /// @param addressPerSecond      requests a second of one address; as many again as a burst
    /// @param tokenAddressPerMinute token grants a minute of one address
    /// @param failedSignInsPerMinute unknown tokens and wrong client secrets a minute of one address
    /// @param unknownIdsPerMinute    ids that let in by themselves and are not there, a minute of one address
    public record Http(
            @DefaultValue("1048576") long maxBodyBytes,
            @DefaultValue("50000") long clientPerSecond,
            @DefaultValue("50000") long addressPerSecond,
            @DefaultValue("3000") long tokenAddressPerMinute,
            @DefaultValue("600") long failedSignInsPerMinute,
            @DefaultValue("600") long unknownIdsPerMinute) {}

    /// @param access      life of an access token; the documented `expires_in` is 86399 seconds
    /// @param refresh     life of a refresh token
    /// @param maxFailures wrong passwords in a row that lock a user's password grants
    /// @param lockFor     how long they stay locked
    /// @param cacheFor    how long a server may answer from memory that a token is good
    public record Tokens(
            @DefaultValue("86399s") Duration access,
            @DefaultValue("30d") Duration refresh,
            @DefaultValue("3") int maxFailures,
            @DefaultValue("15m") Duration lockFor,
            @DefaultValue("500ms") Duration cacheFor) {}

    /// @param size           connections of the application's role
    /// @param platformSize   connections of the platform role for reports and audits
    /// @param jobsSize       connections of the platform role for the scheduler and its jobs
    /// @param acquireTimeout how long a request waits for a connection before it is answered 503
    public record Pool(
            @DefaultValue("16") int size,
            @DefaultValue("3") int platformSize,
            @DefaultValue("3") int jobsSize,
            @DefaultValue("3s") Duration acquireTimeout) {}

    /// @param committers batches under way at the same time, each of another company
    /// @param batch      the most commands of one transaction
    /// @param queue      the most commands of a company that wait; more are answered 503
    /// @param patience   how long a caller waits for its outcome before it is answered 503
    public record Commit(
            @DefaultValue("8") int committers,
            @DefaultValue("500") int batch,
            @DefaultValue("10000") int queue,
            @DefaultValue("30s") Duration patience) {}
    /// @param hashing whether transfers are hashed and sealed; off only to measure what that costs: the books of that
    ///                time have no proof, and `verify` says so
    public record Ledger(@DefaultValue("true") boolean hashing) {}

    /// @param keepFor how long the answer of a call with a key is given again
    public record Idempotency(@DefaultValue("24h") Duration keepFor) {}
}
