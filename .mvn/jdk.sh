# Sourced by ./kosh and ./mvnw: finds a JDK of at least the wanted release and exports JAVA_HOME.
# Order: KOSH_JAVA_HOME, JAVA_HOME, the `java` on the PATH, the usual folders. Says one sentence and fails where there is none.

KOSH_JDK_RELEASE=25

# Prints the feature release of the JDK in folder $1, or nothing where there is no complete JDK.
jdk_release() {
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_fits() {
    release=$(jdk_release "$1")
    [ -n "$release" ] && [ "$release" -ge "$KOSH_JDK_RELEASE" ]
}

find_jdk() {
    on_path=$(command -v javac 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null) && on_path=${on_path%/bin/javac}
    for home in "${KOSH_JAVA_HOME:-}" "${JAVA_HOME:-}" "${on_path:-}"; do
        if [ -n "$home" ] && jdk_fits "$home"; then
            JAVA_HOME=$home
            export JAVA_HOME
            return 0
        fi
    done
    for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if jdk_fits "$home"; then
            JAVA_HOME=$home
            export JAVA_HOME
            return 0
        fi
    done
    echo "Kosh needs a JDK $KOSH_JDK_RELEASE or newer: install one (for example Temurin $KOSH_JDK_RELEASE) or point JAVA_HOME at it." >&2
    return 1
}
