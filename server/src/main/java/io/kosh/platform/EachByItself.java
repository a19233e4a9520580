package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One piece of a job's work, whose failure is logged with what it was and holds back no other piece. It is found due
/// again at the job's next turn.
public final class EachByItself {
    private static final Logger LOG = LoggerFactory.getLogger(EachByItself.class);

    private EachByItself() {}

    /// A job's work for each company. Throws at the end where a company's failed, so that the run counts as failed.
    ///
    /// @param what the work in words, such as `forget old messages`
    public static void forEach(String what, List<CompanyKey> companies, Consumer<CompanyKey> work) {
        long failed = companies.stream()
                .filter(company -> !run(what + " of company " + company.value(), () -> work.accept(company)))
                .count();
        if (failed > 0) {
            throw new IllegalStateException("could not " + what + " of " + failed + " companies");
        }
    }

    /// @param what the piece in words, such as `time out hold 42`
    /// @return whether it went through
    public static boolean run(String what, Runnable piece) {
        try {
            piece.run();
            return true;
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("could not {}; it stays due", what);
            return false;
        }
    }
}
