package io.kosh.platform;

import java.util.Set;

/// What the browser behind the request under way may do with its answer. For controllers, before they answer.
public interface Browser {

    /// Holds a call from another's page to these origins: refused with ORIGIN_FORBIDDEN where the page stands
    /// elsewhere, and else the page may read the answer. A call that names no origin comes from a server, or from a
    /// page of ours, and passes.
    void holdTo(Set<String> origins);

    /// Lets pages at these origins, and no others, show the page that is answered in a frame.
    void letFrame(Set<String> origins);

    /// Lets the page that is answered send forms to these origins, besides its own.
    void letSendForms(Set<String> origins);
}
