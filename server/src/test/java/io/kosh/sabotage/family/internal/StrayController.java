package io.kosh.sabotage.family.internal;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Does not say how its answers are wrapped nor who may call it. Abstract, so that Spring does not serve it in tests.
@RestController
abstract class StrayController {
    @GetMapping("/stray")
    String stray() {
        return "stray";
    }
}
