package dev.whittle.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.whittle.closure.AccountChoice;
import dev.whittle.closure.Hwcaps;
import dev.whittle.closure.PackageChoice;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.path.CLibrary;
import dev.whittle.pipeline.LoaderChoice;
import dev.whittle.report.Style;
import dev.whittle.resolve.load.LoaderOptions;

/** Dependencies in the CLI: main → command → options → console, and only commands run the core. */
@AnalyzeClasses(packages = "dev.whittle.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CLI = "dev.whittle.cli..";

    /** Options create value types of the core from raw text, and open the source. */
    @ArchTest
    static final ArchRule ONLY_COMMANDS_PUT_THE_CORE_TO_WORK = noClasses()
            .that()
            .resideOutsideOfPackage("dev.whittle.cli.command..")
            .and(not(resideInAPackage("dev.whittle.cli.engine")
                    .and(JavaClass.Predicates.simpleNameStartingWith("TrialEngine")
                            .or(JavaClass.Predicates.simpleNameStartingWith("EngineContainer")))))
            .should()
            .dependOnClassesThat(resideInAPackage("dev.whittle..")
                    .and(not(resideInAnyPackage(CLI, "dev.whittle.bytes", "dev.whittle.path")))
                    .and(not(resideInAnyPackage(
                            "dev.whittle.image",
                            "dev.whittle.registry",
                            "dev.whittle.source",
                            "dev.whittle.stream",
                            "dev.whittle.transport")))
                    .and(not(belongToAnyOf(
                            AccountChoice.class,
                            AccountChoice.User.class,
                            FamilyChoice.class,
                            Hwcaps.class,
                            LoaderChoice.class,
                            LoaderOptions.class,
                            PackageChoice.class,
                            PackageChoice.Databases.class,
                            Style.class))));

    @ArchTest
    static final ArchRule ONLY_THE_ENGINES_PACKAGE_STARTS_PROCESSES = noClasses()
            .that()
            .resideOutsideOfPackage("dev.whittle.cli.engine..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .because("nothing under analysis is ever executed");

    /** Only one command runs what it analyses, and its name says so. */
    @ArchTest
    static final ArchRule ONLY_TRY_RUNS_CONTAINERS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.whittle.cli.engine..")
            .and()
            .haveNameNotMatching("dev\\.whittle\\.cli\\.command\\.Try[A-Z].*")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("dev\\.whittle\\.cli\\.engine\\.(TrialEngine|EngineContainer|EngineCommands).*");

    @ArchTest
    static final ArchRule ONLY_THE_ENGINE_OF_A_TRIAL_KNOWS_IT = noClasses()
            .that()
            .resideInAPackage("dev.whittle.cli.engine..")
            .and()
            .doNotHaveSimpleName("TrialEngine")
            .and()
            .doNotHaveSimpleName("EngineContainer")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.whittle.trial");

    @ArchTest
    static final ArchRule THE_CONSOLE_KNOWS_BYTES_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.whittle.cli.console..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.whittle..")
                    .and(not(resideInAnyPackage("dev.whittle.cli", "dev.whittle.cli.console", "dev.whittle.bytes")))
                    .and(not(belongToAnyOf(CLibrary.class))));

    /** It takes time to load, and a directory without settings has no need of it. */
    @ArchTest
    static final ArchRule ONLY_ONE_CLASS_READS_YAML = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.whittle.cli.settings.SettingsFile")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.snakeyaml..");

    @ArchTest
    static final ArchRule OPTIONS_KNOW_NO_SETTINGS = noClasses()
            .that()
            .resideInAPackage("dev.whittle.cli.options..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.whittle.cli.settings..");

    @ArchTest
    static final ArchRule OPTIONS_KNOW_NO_COMMAND = noClasses()
            .that()
            .resideInAPackage("dev.whittle.cli.options..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.whittle.cli.command..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.whittle.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_MAIN_EXITS = noClasses()
            .that()
            .doNotBelongToAnyOf(Main.class)
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    /** The environment of a run is an argument, so that tests can replace it. */
    @ArchTest
    static final ArchRule SURROUNDINGS_ARE_ARGUMENTS = noClasses()
            .that()
            .doNotBelongToAnyOf(HostEnvironment.class)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);
}
