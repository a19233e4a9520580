package io.kosh;

import io.kosh.platform.Settings;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/// The server's application: every context of this package, wired by Spring.
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
public class KoshApplication {}
