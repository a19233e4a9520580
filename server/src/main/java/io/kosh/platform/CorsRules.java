package io.kosh.platform;

/// Which pages of others may call which routes from a browser. A context that has such routes declares one bean; what
/// no bean knows is for nobody's pages.
public interface CorsRules {

    /// Whether the path is of a route that pages of others call.
    boolean concerns(String path);

    /// Whether anybody's pages at this origin may call such routes. The call itself is held to those whom it is about
    /// ([Browser#holdTo]).
    boolean knows(String origin);
}
