package io.kosh.platform.internal;

import io.kosh.platform.Caller;
import io.kosh.platform.Database;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Routes whose effect and answer a test decides. Their effect is a public id, written in the company's transaction.
@RestController
@RouteFamily(Envelope.NATIVE)
@ConditionalOnProperty(name = "kosh.test.probe", havingValue = "true")
final class ProbeController {
    /// What the next call does, told how many calls there were before; replaced by each test.
    static volatile IntFunction<String> behaviour = call -> "call " + call;

    static final AtomicInteger CALLS = new AtomicInteger();

    private final Database database;
    private final JdbcClient jdbc;

    ProbeController(Database database, JdbcClient jdbc) {
        this.database = database;
        this.jdbc = jdbc;
    }

    /// Anything.
    record ProbeRequest(@Nullable String effect, @Nullable List<String> items) {}

    /// What was made of it.
    record ProbeResponse(String said, @Nullable List<String> items) {}

    @PostMapping("/api/v1/probe/with-effect")
    @ResponseStatus(HttpStatus.CREATED)
    @Idempotent
    ProbeResponse withEffect(Caller caller, @RequestBody ProbeRequest request) {
        return made(caller, request);
    }

    @PostMapping("/api/v1/probe/after-effect")
    @ResponseStatus(HttpStatus.CREATED)
    @Idempotent(Idempotent.Keeping.AFTER_EFFECT)
    ProbeResponse afterEffect(Caller caller, @RequestBody ProbeRequest request) {
        return made(caller, request);
    }

    private ProbeResponse made(Caller caller, ProbeRequest request) {
        String effect = request.effect();
        if (effect != null) {
            database.inCompany(
                    caller.own().key(),
                    () -> jdbc.sql("insert into platform.public_id (id, kind, company_id) values (?, 'PROBE', ?)")
                            .params(effect, caller.own().key().value())
                            .update());
        }
        return new ProbeResponse(behaviour.apply(CALLS.getAndIncrement()), request.items());
    }
}
