package io.kosh.launcher.internal;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

/// The application as a start and the preparation of fast start both see it. Its `main` is only run by Spring's
/// ahead-of-time processing, which looks at the beans without making one and writes their definitions as code: a start
/// with `-Dspring.aot.enabled=true` then reads neither classes nor annotations to find them.
final class Wiring {
    private Wiring() {}

    static void main(String[] args) {
        application().run(args);
    }

    static SpringApplication application() {
        SpringApplication application = new SpringApplication(Kosh.APPLICATION);
        application.setMainApplicationClass(Wiring.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setRegisterShutdownHook(false);
        return application;
    }
}
