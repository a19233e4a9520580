package io.kosh;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.kosh.platform.RouteFamily;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/// The rules of the house that can be read off the classes. [HouseTest] holds each to the program and to the fixture
/// that breaks it.
final class House {
    private static final Set<String> SAYS_NOTHING = Set.of(
            "Manager",
            "Helper",
            "Helpers",
            "Util",
            "Utils",
            "Impl",
            "Default",
            "Dto",
            "Entity",
            "Mapper",
            "Processor",
            "Base",
            "Abstract");

    static final ArchRule NOTHING_INTERNAL_IS_PUBLIC = noClasses()
            .that(topLevelIn("..internal.."))
            .should()
            .bePublic()
            .because("a context speaks through its root package; javac keeps the rest to itself");

    static final ArchRule KERNEL_KNOWS_THE_JDK_ONLY = classes()
            .that()
            .resideInAPackage("..kernel..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", "io.kosh..kernel.."))
            .because("everything depends on the kernel");

    static final ArchRule ONLY_STORES_SPEAK_SQL = noClasses()
            .that(areNamed("Store").negate().and(resideOutsideOfPackages("io.kosh.platform..", "..launcher..")))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.postgresql.."))
            .because("the suffix is the permission");

    static final ArchRule ONLY_CONTROLLERS_SPEAK_HTTP = noClasses()
            .that(areNamed("Controller")
                    .or(areNamed("Client"))
                    .negate()
                    .and(resideOutsideOfPackages("..platform.internal..")))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet.."))
            .because("use cases are asked by HTTP, by jobs and by each other");

    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
            classes().should(holds("live in a @NullMarked package", House::isNullMarked));

    static final ArchRule NOBODY_READS_THE_CLOCK_DIRECTLY = noClasses()
            .that(resideOutsideOfPackages("..launcher..")
                    .and(describe(
                            "are not SystemClocks",
                            type -> !outermost(type).getSimpleName().equals("SystemClocks"))))
            .should()
            .callMethodWhere(describe("reads the machine's clock", House::readsTheClock))
            .orShould()
            .callConstructor(java.util.Date.class)
            .because("a clock is injected, so that the sandbox and the tests can move it");

    static final ArchRule EVERY_CONTROLLER_NAMES_ITS_FAMILY = classes()
            .that(describe(
                    "are controllers",
                    type -> type.isAnnotatedWith(Controller.class) || type.isMetaAnnotatedWith(Controller.class)))
            .should(holds("name a @RouteFamily", House::namesItsFamily))
            .because("it decides the envelope and who may call");

    static final ArchRule NAMES_SAY_SOMETHING = classes()
            .should(holds(
                    "be called by what they are, not one of " + SAYS_NOTHING,
                    type -> Arrays.stream(type.getSimpleName().split("(?<=[a-z0-9])(?=[A-Z])"))
                            .noneMatch(SAYS_NOTHING::contains)));

    static final ArchRule ONLY_THE_LAUNCHER_PRINTS = noClasses()
            .that(resideOutsideOfPackages("..launcher.."))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("the log masks secrets and has the request id");

    static final ArchRule NOTHING_IS_MOCKED = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.mockito..", "org.easymock..", "io.mockk..", "org.powermock.."))
            .because("a hand-written fake beside the door says what is meant");

    private House() {}

    private static DescribedPredicate<JavaClass> topLevelIn(String packages) {
        return resideInAnyPackage(packages)
                .and(describe(
                        "are top-level types",
                        type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info")));
    }

    private static DescribedPredicate<JavaClass> areNamed(String suffix) {
        return describe(
                "are named ..." + suffix,
                type -> outermost(type).getSimpleName().endsWith(suffix));
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }

    private static boolean isNullMarked(JavaClass type) {
        return type.getPackage().isAnnotatedWith(NullMarked.class);
    }

    private static boolean readsTheClock(JavaCall<?> call) {
        String owner = call.getTargetOwner().getFullName();
        String method = call.getName();
        boolean takesClock = call.getTarget().getRawParameterTypes().stream()
                .anyMatch(parameter -> parameter.isEquivalentTo(Clock.class));
        return switch (owner) {
            case "java.time.Clock" -> method.startsWith("system") || (method.startsWith("tick") && !takesClock);
            case "java.lang.System" -> method.equals("currentTimeMillis");
            case "java.util.Calendar" -> method.equals("getInstance");
            default -> owner.startsWith("java.time.") && method.equals("now") && !takesClock;
        };
    }

    private static boolean namesItsFamily(JavaClass type) {
        return type.isAnnotatedWith(RouteFamily.class)
                || type.getMethods().stream()
                        .filter(method -> method.isAnnotatedWith(RequestMapping.class)
                                || method.isMetaAnnotatedWith(RequestMapping.class))
                        .allMatch(method -> method.isAnnotatedWith(RouteFamily.class));
    }

    private static ArchCondition<JavaClass> holds(String what, Predicate<JavaClass> condition) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(
                        new SimpleConditionEvent(type, condition.test(type), type.getFullName() + " does not " + what));
            }
        };
    }
}
