package io.kosh.bench.torture;

import java.util.Arrays;
import java.util.Locale;

/// What is done to a server in the middle of a round.
enum Fault {
    KILL_SERVER("kill -9 of the server"),
    KILL_BACKEND("kill -9 of one PostgreSQL process that serves the server"),
    KILL_POSTGRES("kill -9 of every PostgreSQL process"),
    KILL_BOTH("kill -9 of the server and of every PostgreSQL process at once"),
    STOP_SERVER("SIGSTOP of the server, later SIGCONT"),
    STOP_POSTGRES("SIGSTOP of every PostgreSQL process, later SIGCONT"),
    FULL_DISK("no byte left on the file system of the data folder, later room again"),
    TWO_SERVERS("two servers on one database, kill -9 of one");

    private final String meaning;

    Fault(String meaning) {
        this.meaning = meaning;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String meaning() {
        return meaning;
    }

    static Fault of(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word().equals(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(word
                        + " is no fault: choose from "
                        + String.join(
                                ",", Arrays.stream(values()).map(Fault::word).toList())));
    }
}
