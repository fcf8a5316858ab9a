package dev.whittle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaAccess.Predicates;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Allowed dependencies between packages of the core, and what the core leaves to its callers. */
@AnalyzeClasses(
        packagesOf = ArchitectureTest.class,
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.CoreOnly.class})
class ArchitectureTest {
    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("bytes")
            .definedBy("dev.whittle.bytes")
            .layer("path")
            .definedBy("dev.whittle.path")
            .layer("elf")
            .definedBy("dev.whittle.elf")
            .layer("golang")
            .definedBy("dev.whittle.golang")
            .layer("tar")
            .definedBy("dev.whittle.tar")
            .layer("image")
            .definedBy("dev.whittle.image")
            .layer("stream")
            .definedBy("dev.whittle.stream")
            .layer("registry")
            .definedBy("dev.whittle.registry")
            .layer("toc")
            .definedBy("dev.whittle.toc")
            .layer("rootfs")
            .definedBy("dev.whittle.rootfs")
            .layer("source")
            .definedBy("dev.whittle.source")
            .layer("resolve.load")
            .definedBy("dev.whittle.resolve.load")
            .layer("resolve.ldcache")
            .definedBy("dev.whittle.resolve.ldcache")
            .layer("resolve.glibc")
            .definedBy("dev.whittle.resolve.glibc")
            .layer("resolve.musl")
            .definedBy("dev.whittle.resolve.musl")
            .layer("resolve")
            .definedBy("dev.whittle.resolve")
            .layer("script")
            .definedBy("dev.whittle.script")
            .layer("shell")
            .definedBy("dev.whittle.shell")
            .layer("process")
            .definedBy("dev.whittle.process")
            .layer("closure")
            .definedBy("dev.whittle.closure")
            .layer("closure.start")
            .definedBy("dev.whittle.closure.start")
            .layer("discover")
            .definedBy("dev.whittle.discover")
            .layer("discover.evidence")
            .definedBy("dev.whittle.discover.evidence")
            .layer("discover.process")
            .definedBy("dev.whittle.discover.process")
            .layer("discover.accounts")
            .definedBy("dev.whittle.discover.accounts")
            .layer("discover.language")
            .definedBy("dev.whittle.discover.language")
            .layer("discover.modules")
            .definedBy("dev.whittle.discover.modules")
            .layer("discover.libc")
            .definedBy("dev.whittle.discover.libc")
            .layer("discover.server")
            .definedBy("dev.whittle.discover.server")
            .layer("discover.crypto")
            .definedBy("dev.whittle.discover.crypto")
            .layer("discover.owned")
            .definedBy("dev.whittle.discover.owned")
            .layer("discover.packages")
            .definedBy("dev.whittle.discover.packages")
            .layer("discover.rules")
            .definedBy("dev.whittle.discover.rules")
            .layer("packages")
            .definedBy("dev.whittle.packages")
            .layer("trace")
            .definedBy("dev.whittle.trace")
            .layer("trial")
            .definedBy("dev.whittle.trial")
            .layer("write")
            .definedBy("dev.whittle.write")
            .layer("transport")
            .definedBy("dev.whittle.transport")
            .layer("explain")
            .definedBy("dev.whittle.explain")
            .layer("verify")
            .definedBy("dev.whittle.verify")
            .layer("scan")
            .definedBy("dev.whittle.scan")
            .layer("diff")
            .definedBy("dev.whittle.diff")
            .layer("dockerfile")
            .definedBy("dev.whittle.dockerfile")
            .layer("sbom")
            .definedBy("dev.whittle.sbom")
            .layer("report")
            .definedBy("dev.whittle.report")
            .layer("pipeline")
            .definedBy("dev.whittle.pipeline")
            .whereLayer("pipeline")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("bytes")
            .mayNotAccessAnyLayer()
            .whereLayer("path")
            .mayOnlyAccessLayers("bytes")
            .whereLayer("elf")
            .mayOnlyAccessLayers("bytes")
            .whereLayer("golang")
            .mayOnlyAccessLayers("elf", "bytes")
            .whereLayer("tar")
            .mayOnlyAccessLayers("bytes")
            .whereLayer("image")
            .mayOnlyAccessLayers("bytes")
            .whereLayer("stream")
            .mayOnlyAccessLayers("bytes")
            .whereLayer("registry")
            .mayOnlyAccessLayers("image", "bytes")
            .whereLayer("toc")
            .mayOnlyAccessLayers("tar", "stream", "bytes")
            .whereLayer("rootfs")
            .mayOnlyAccessLayers("bytes", "path")
            .whereLayer("source")
            .mayOnlyAccessLayers("registry", "toc", "rootfs", "tar", "image", "stream", "path", "bytes")
            .whereLayer("resolve.load")
            .mayOnlyAccessLayers("elf", "rootfs", "path", "bytes")
            .whereLayer("resolve.ldcache")
            .mayOnlyAccessLayers("resolve.load", "elf", "rootfs", "path", "bytes")
            .whereLayer("resolve.glibc")
            .mayOnlyAccessLayers("resolve.load", "resolve.ldcache", "elf", "rootfs", "path", "bytes")
            .whereLayer("resolve.musl")
            .mayOnlyAccessLayers("resolve.load", "elf", "rootfs", "path", "bytes")
            .whereLayer("resolve")
            .mayOnlyAccessLayers(
                    "resolve.load",
                    "resolve.ldcache",
                    "resolve.glibc",
                    "resolve.musl",
                    "elf",
                    "rootfs",
                    "path",
                    "bytes")
            .whereLayer("packages")
            .mayOnlyAccessLayers("stream", "rootfs", "path", "bytes")
            .whereLayer("discover.packages")
            .mayOnlyAccessLayers("discover.evidence", "packages", "closure", "rootfs", "path", "bytes")
            .whereLayer("closure")
            .mayOnlyAccessLayers("script", "resolve", "resolve.load", "rootfs", "image", "path", "elf", "bytes")
            .whereLayer("script")
            .mayOnlyAccessLayers("rootfs", "path", "bytes")
            .whereLayer("shell")
            .mayNotAccessAnyLayer()
            .whereLayer("process")
            .mayOnlyAccessLayers("shell", "script", "rootfs", "path", "bytes")
            .whereLayer("closure.start")
            .mayOnlyAccessLayers(
                    "closure",
                    "process",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "elf",
                    "path",
                    "bytes")
            .whereLayer("discover")
            .mayOnlyAccessLayers(
                    "discover.evidence",
                    "discover.process",
                    "discover.accounts",
                    "discover.modules",
                    "discover.language",
                    "discover.libc",
                    "discover.server",
                    "discover.crypto",
                    "discover.owned",
                    "discover.packages",
                    "discover.rules",
                    "packages",
                    "closure",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "path",
                    "elf",
                    "bytes")
            .whereLayer("discover.evidence")
            .mayOnlyAccessLayers(
                    "packages",
                    "closure",
                    "closure.start",
                    "process",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "path",
                    "elf",
                    "bytes")
            .whereLayer("discover.process")
            .mayOnlyAccessLayers(
                    "golang",
                    "discover.evidence",
                    "closure",
                    "closure.start",
                    "process",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "path",
                    "elf",
                    "bytes")
            .whereLayer("discover.accounts")
            .mayOnlyAccessLayers(
                    "discover.evidence",
                    "closure",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "path",
                    "elf",
                    "bytes")
            .whereLayer("discover.modules")
            .mayOnlyAccessLayers(
                    "discover.evidence",
                    "closure",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "path",
                    "elf",
                    "bytes")
            .whereLayer("discover.language")
            .mayOnlyAccessLayers(
                    "discover.evidence",
                    "discover.modules",
                    "discover.process",
                    "discover.accounts",
                    "closure",
                    "process",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "path",
                    "elf",
                    "bytes")
            .whereLayer("discover.libc")
            .mayOnlyAccessLayers(
                    "discover.evidence",
                    "discover.process",
                    "discover.accounts",
                    "discover.modules",
                    "discover.language",
                    "process",
                    "closure",
                    "script",
                    "resolve",
                    "resolve.load",
                    "resolve.ldcache",
                    "rootfs",
                    "image",
                    "path",
                    "elf",
                    "bytes")
            .whereLayer("discover.server")
            .mayOnlyAccessLayers(
                    "discover.evidence",
                    "closure",
                    "process",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "path",
                    "elf",
                    "bytes")
            .whereLayer("discover.crypto")
            .mayOnlyAccessLayers(
                    "discover.evidence",
                    "closure",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "path",
                    "elf",
                    "bytes")
            .whereLayer("discover.owned")
            .mayOnlyAccessLayers(
                    "discover.evidence",
                    "discover.accounts",
                    "discover.process",
                    "discover.libc",
                    "packages",
                    "process",
                    "closure",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "path",
                    "elf",
                    "bytes")
            .whereLayer("discover.rules")
            .mayOnlyAccessLayers(
                    "discover.evidence",
                    "packages",
                    "closure",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "path",
                    "elf",
                    "bytes")
            .whereLayer("write")
            .mayOnlyAccessLayers("registry", "closure", "tar", "image", "stream", "rootfs", "path", "bytes")
            .whereLayer("transport")
            .mayOnlyAccessLayers("source", "write", "image", "path", "bytes")
            .whereLayer("trace")
            .mayOnlyAccessLayers("closure", "script", "resolve", "resolve.load", "rootfs", "path", "elf", "bytes")
            .whereLayer("trial")
            .mayOnlyAccessLayers(
                    "trace", "closure", "script", "resolve", "resolve.load", "rootfs", "tar", "elf", "path", "bytes")
            .whereLayer("explain")
            .mayOnlyAccessLayers("closure", "rootfs", "path", "bytes")
            .whereLayer("verify")
            .mayOnlyAccessLayers(
                    "closure",
                    "write",
                    "resolve",
                    "resolve.load",
                    "source",
                    "stream",
                    "image",
                    "elf",
                    "rootfs",
                    "path",
                    "bytes")
            .whereLayer("scan")
            .mayOnlyAccessLayers(
                    "closure", "closure.start", "packages", "resolve", "resolve.load", "rootfs", "elf", "path", "bytes")
            .whereLayer("diff")
            .mayOnlyAccessLayers("packages", "resolve", "resolve.load", "rootfs", "image", "elf", "path", "bytes")
            .whereLayer("dockerfile")
            .mayOnlyAccessLayers(
                    "closure.start",
                    "closure",
                    "script",
                    "resolve",
                    "resolve.load",
                    "rootfs",
                    "image",
                    "elf",
                    "path",
                    "bytes")
            .whereLayer("sbom")
            .mayOnlyAccessLayers(
                    "closure",
                    "scan",
                    "packages",
                    "resolve",
                    "resolve.load",
                    "golang",
                    "elf",
                    "rootfs",
                    "path",
                    "bytes")
            .whereLayer("report")
            .mayOnlyAccessLayers(
                    "sbom",
                    "trace",
                    "trial",
                    "explain",
                    "scan",
                    "diff",
                    "dockerfile",
                    "closure",
                    "closure.start",
                    "resolve",
                    "resolve.load",
                    "write",
                    "elf",
                    "image",
                    "rootfs",
                    "path",
                    "bytes");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.whittle.(**)").should().beFreeOfCycles();

    /** A package that is missing here would escape the rules. */
    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_IN_THE_PICTURE = noClasses()
            .should()
            .resideOutsideOfPackages(List.of(
                            "bytes",
                            "path",
                            "elf",
                            "golang",
                            "tar",
                            "image",
                            "stream",
                            "registry",
                            "toc",
                            "rootfs",
                            "source",
                            "resolve",
                            "resolve.load",
                            "resolve.ldcache",
                            "resolve.glibc",
                            "resolve.musl",
                            "shell",
                            "process",
                            "script",
                            "closure",
                            "closure.start",
                            "discover",
                            "discover.evidence",
                            "discover.process",
                            "discover.accounts",
                            "discover.modules",
                            "discover.language",
                            "discover.libc",
                            "discover.server",
                            "discover.crypto",
                            "discover.owned",
                            "discover.packages",
                            "discover.rules",
                            "packages",
                            "trace",
                            "trial",
                            "pipeline",
                            "transport",
                            "write",
                            "explain",
                            "verify",
                            "scan",
                            "diff",
                            "dockerfile",
                            "sbom",
                            "report")
                    .stream()
                    .map(name -> "dev.whittle." + name)
                    .toArray(String[]::new));

    /** Values that belong together are a record of their own. Rows of a table have one component for each column. */
    @ArchTest
    static void noConstructorHasMoreThanNineParameters(JavaClasses classes) {
        Set<String> rows = Set.of("dev.whittle.process.Starter", "dev.whittle.process.TreeReader");
        assertThat(classes.stream()
                        .filter(type -> !rows.contains(type.getName()))
                        .flatMap(type -> type.getConstructors().stream())
                        .filter(constructor ->
                                constructor.getRawParameterTypes().size() > 9)
                        .map(constructor -> constructor.getOwner().getName()))
                .isEmpty();
    }

    /** Two of one name are confused in a conversation, and in a search. */
    @ArchTest
    static void everyTypeHasANameOfItsOwn(JavaClasses classes) {
        Map<String, String> packages = new HashMap<>();
        for (JavaClass each : classes) {
            if (each.isTopLevelClass() && !each.getSimpleName().equals("package-info")) {
                String other = packages.put(each.getSimpleName(), each.getPackageName());
                assertThat(other)
                        .as("%s is in %s and in", each.getSimpleName(), each.getPackageName())
                        .isNull();
            }
        }
        assertThat(packages).hasSizeGreaterThan(500);
    }

    @ArchTest
    static final ArchRule JELF = onlyIn("elf", "net.fornwall.jelf..");

    @ArchTest
    static final ArchRule GSON = onlyIn(
            Set.of(
                    "image",
                    "registry",
                    "toc",
                    "report",
                    "explain",
                    "process",
                    "packages",
                    "sbom",
                    "discover.rules",
                    "discover.libc",
                    "discover.language"),
            "com.google.gson..");

    @ArchTest
    static final ArchRule JNA = onlyIn("path", "com.sun.jna..");

    @ArchTest
    static final ArchRule ZSTD = noClasses()
            .that()
            .resideOutsideOfPackages("dev.whittle.stream", "dev.whittle.write")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.luben.zstd..");

    @ArchTest
    static final ArchRule XZ = onlyIn("stream", "org.tukaani.xz..");

    /** What reaches out of the machine is in one place. */
    @ArchTest
    static final ArchRule NETWORK = onlyIn("registry", "java.net.http..");

    @ArchTest
    static final ArchRule TLS = onlyIn("registry", "javax.net.ssl..");

    @ArchTest
    static final ArchRule NO_FURTHER_LIBRARY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..",
                    "javax.net.ssl..",
                    "dev.whittle..",
                    "org.jspecify.annotations..",
                    "net.fornwall.jelf..",
                    "com.google.gson..",
                    "com.sun.jna..",
                    "com.github.luben.zstd..",
                    "org.tukaani.xz..");

    @ArchTest
    static final ArchRule NO_STREAMS_EXIT_OR_ENVIRONMENT = noClasses()
            .should()
            .accessTargetWhere(member(
                    System.class,
                    Set.of("out", "err", "in", "exit", "getenv", "getProperty", "currentTimeMillis", "nanoTime")))
            .orShould()
            .accessTargetWhere(member(Runtime.class, Set.of("exit", "halt", "exec")))
            .orShould()
            .accessTargetWhere(member(Throwable.class, Set.of("printStackTrace")))
            .because("the core never prints, never exits and reads no environment: they are arguments");

    @ArchTest
    static final ArchRule NO_CLOCK = noClasses()
            .should()
            .accessTargetWhere(DescribedPredicate.describe(
                    "the time now",
                    access -> access.getTargetOwner().getPackageName().startsWith("java.time")
                            && access.getName().equals("now")))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callConstructor(java.util.Date.class)
            .because("what is written must not depend on when");

    @ArchTest
    static final ArchRule NO_PROCESS = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .because("nothing under analysis is ever executed");

    private static ArchRule onlyIn(String name, String library) {
        return onlyIn(Set.of(name), library);
    }

    private static ArchRule onlyIn(Set<String> names, String library) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        names.stream().map(name -> "dev.whittle." + name).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static DescribedPredicate<JavaAccess<?>> member(Class<?> owner, Set<String> names) {
        return Predicates.targetOwner(DescribedPredicate.<JavaClass>describe(
                        owner.getSimpleName(), javaClass -> javaClass.isAssignableTo(owner)))
                .and(DescribedPredicate.describe(String.join(", ", names), access -> names.contains(access.getName())));
    }

    /** Excludes the module "testdata", which a build may put on the class path as classes or as a jar. */
    static final class CoreOnly implements ImportOption {
        @Override
        public boolean includes(com.tngtech.archunit.core.importer.Location location) {
            return !location.contains("/testdata/");
        }
    }
}
