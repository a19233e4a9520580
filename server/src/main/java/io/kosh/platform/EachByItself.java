package io.kosh.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One piece of a job's work, whose failure is logged with what it was and holds back no other piece. It is found due
/// again at the job's next turn.
public final class EachByItself {
    private static final Logger LOG = LoggerFactory.getLogger(EachByItself.class);

    private EachByItself() {}

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
