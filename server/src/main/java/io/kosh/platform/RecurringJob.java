package io.kosh.platform;

import java.time.Duration;

/// Work that the scheduler repeats on one server of the installation at a time. A context registers a job by
/// declaring a bean of this type. The work must be safe to repeat: it may be cut off anywhere.
///
/// @param name  stable, `context.what`
/// @param every the pause between two runs
/// @param work  one run; it finds what is due in its own tables
public record RecurringJob(String name, Duration every, Runnable work) {}
