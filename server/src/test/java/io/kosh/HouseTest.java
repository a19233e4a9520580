package io.kosh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.modulith.core.ApplicationModules;

/// The walls of the house. Each rule is held to the program and must reject a fixture that breaks it: a rule that
/// cannot fail is no rule.
class HouseTest {
    private static final String SABOTAGE = "io.kosh.sabotage.";
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kosh");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/sabotage/"))
            .importPackages("io.kosh");

    private record Rule(String name, ArchRule rule, String brokenBy, JavaClasses heldTo) {
        Rule(String name, ArchRule rule, String brokenBy) {
            this(name, rule, brokenBy, PROGRAM);
        }
    }

    private static Stream<Rule> rules() {
        return Stream.of(
                new Rule("nothingInternalIsPublic", House.NOTHING_INTERNAL_IS_PUBLIC, "exposed.internal.Exposed"),
                new Rule("kernelKnowsTheJdkOnly", House.KERNEL_KNOWS_THE_JDK_ONLY, "kernel.Springy"),
                new Rule("onlyStoresSpeakSql", House.ONLY_STORES_SPEAK_SQL, "sql.internal.Coins"),
                new Rule("onlyControllersSpeakHttp", House.ONLY_CONTROLLERS_SPEAK_HTTP, "http.internal.Coins"),
                new Rule("everyPackageIsNullMarked", House.EVERY_PACKAGE_IS_NULL_MARKED, "unmarked.Unmarked"),
                new Rule("nobodyReadsTheClockDirectly", House.NOBODY_READS_THE_CLOCK_DIRECTLY, "clock.internal.Hasty"),
                new Rule(
                        "everyControllerNamesItsFamily",
                        House.EVERY_CONTROLLER_NAMES_ITS_FAMILY,
                        "family.internal.StrayController"),
                new Rule("namesSaySomething", House.NAMES_SAY_SOMETHING, "names.internal.CoinManager"),
                new Rule("onlyTheLauncherPrints", House.ONLY_THE_LAUNCHER_PRINTS, "printing.internal.Chatty"),
                new Rule("nothingIsMocked", House.NOTHING_IS_MOCKED, "mocking.Pretender", TESTS));
    }

    @TestFactory
    Stream<DynamicTest> theProgramKeepsEachRule() {
        return rules().map(each -> DynamicTest.dynamicTest(
                each.name(), () -> each.rule().allowEmptyShould(true).check(each.heldTo())));
    }

    @TestFactory
    Stream<DynamicTest> eachRuleRejectsWhatBreaksIt() {
        return rules().map(each -> DynamicTest.dynamicTest(each.name(), () -> {
            JavaClasses fixture = new ClassFileImporter().importPackages(packageOf(SABOTAGE + each.brokenBy()));
            assertThatThrownBy(() -> each.rule().check(fixture))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(each.brokenBy());
        }));
    }

    private static String packageOf(String type) {
        return type.substring(0, type.lastIndexOf('.'));
    }

    @Test
    void contextsDependAsTheyDeclare() {
        ApplicationModules.of(KoshApplication.class).verify();
    }

    @Test
    void storesNameOnlyTheirSchema() {
        assertThat(Sources.under(Sources.MAIN, "Store.java"))
                .allSatisfy(store -> assertThat(Sources.foreignTables(
                                Sources.text(store), Sources.context(Sources.MAIN, store), Sources.schemas()))
                        .isEmpty());
    }

    @Test
    void migrationsTouchOnlyTheirSchema() {
        assertThat(Sources.under(Sources.MIGRATIONS, ".sql"))
                .allSatisfy(migration -> assertThat(Sources.foreignTables(
                                Sources.text(migration),
                                Sources.context(Sources.MIGRATIONS, migration),
                                Sources.schemas()))
                        .isEmpty());
    }

    @Test
    void aStoreThatReadsAnotherContextsTablesIsFound() {
        String store = Sources.text(Path.of("src/test/java/io/kosh/sabotage/schema/internal/NosyStore.java"));

        assertThat(Sources.foreignTables(store, "loyalty", Set.of("identity", "loyalty", "platform")))
                .containsExactly("identity.users");
    }

    @Test
    void everySchemaBelongsToAContext() {
        assertThat(Sources.schemas())
                .allSatisfy(schema -> assertThat(Sources.MAIN.resolve(schema)).isDirectory());
    }

    @Test
    void classesAreShort() {
        assertThat(Sources.longFiles(Sources.MAIN)).isEmpty();
    }

    @Test
    void aLongClassIsFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("Long.java"), "\n".repeat(Sources.MOST_LINES + 1));

        assertThat(Sources.longFiles(folder)).hasSize(1);
    }

    @Test
    void ecbStandsInOneClass() {
        assertThat(Sources.under(Sources.MAIN, ".java"))
                .filteredOn(file -> Sources.asksForEcb(Sources.text(file)))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("EcbBodies.java");
    }

    @Test
    void aCipherThatMeansEcbIsFound() {
        assertThat(List.of("getInstance(\"AES/ECB/NoPadding\")", "getInstance(\"AES\")"))
                .allMatch(Sources::asksForEcb);
        assertThat(Sources.asksForEcb("getInstance(\"AES/GCM/NoPadding\")")).isFalse();
    }

    @Test
    void noStatementComparesAColumnWithACast() {
        assertThat(Sources.under(Sources.MAIN, ".java"))
                .allSatisfy(file ->
                        assertThat(Sources.castComparisons(Sources.text(file))).isEmpty());
    }

    @Test
    void aComparisonWithACastIsFound() {
        assertThat(Sources.castComparisons("update a.b as kept set state = now.c2, amount = now.c3::bigint\n"
                        + "from now where kept.company_id = ? and kept.id = now.c1::bigint"))
                .containsExactly("and kept.id = now.c1::bigint");
    }

    /// The acquirer of a sandbox is outside of Kosh: its tables know no company, and no fence.
    @Test
    void noStatementComparesALoweredColumn() {
        assertThat(Sources.under(Sources.MAIN, ".java"))
                .filteredOn(file -> !file.startsWith(Sources.MAIN.resolve("rails/counterpart")))
                .allSatisfy(file -> assertThat(Sources.loweredComparisons(Sources.text(file)))
                        .isEmpty());
    }

    @Test
    void aComparisonOfALoweredColumnIsFound() {
        assertThat(Sources.loweredComparisons("select id from a.b\nwhere company_id = ? and lower(b.email) = lower(?)"))
                .containsExactly("and lower(b.email) = lower(?)");
        assertThat(Sources.loweredComparisons("where email_lowered = ? and strpos(lower(name), lower(?)) > 0"))
                .isEmpty();
    }
}
