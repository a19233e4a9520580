package io.kosh.sabotage.http.internal;

import org.springframework.http.ResponseEntity;

/// Use cases that know how they are asked.
final class Coins {
    private Coins() {}

    static ResponseEntity<String> answer() {
        return ResponseEntity.ok("done");
    }
}
