package io.candour;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;

/** The rooms and the arrows between them. */
@AnalyzeClasses(packages = "io.candour", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** server → release → enforcement → {record, access, audit, identity} → choice → consent. */
    @ArchTest
    static final ArchRule ARROWS_RUN_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("server")
            .definedBy("io.candour.server..")
            .layer("portal")
            .definedBy("io.candour.portal..")
            .layer("release")
            .definedBy("io.candour.release..")
            .layer("enforcement")
            .definedBy("io.candour.enforcement..")
            .layer("record")
            .definedBy("io.candour.record..")
            .layer("access")
            .definedBy("io.candour.access..")
            .layer("audit")
            .definedBy("io.candour.audit..")
            .layer("identity")
            .definedBy("io.candour.identity..")
            .layer("choice")
            .definedBy("io.candour.choice..")
            .layer("consent")
            .definedBy("io.candour.consent..")
            .whereLayer("server")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("portal")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("release")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("enforcement")
            .mayOnlyBeAccessedByLayers("server", "release")
            .whereLayer("record")
            .mayOnlyBeAccessedByLayers("server", "release", "enforcement")
            .whereLayer("access")
            .mayOnlyBeAccessedByLayers("server", "release", "enforcement")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("server", "release", "enforcement")
            .whereLayer("identity")
            .mayOnlyBeAccessedByLayers("server", "release", "enforcement")
            .whereLayer("choice")
            .mayOnlyBeAccessedByLayers("server", "release", "enforcement", "record", "access", "audit", "identity")
            .whereLayer("consent")
            .mayOnlyBeAccessedByLayers(
                    "server", "release", "enforcement", "record", "access", "audit", "identity", "choice");

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("io.candour.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_DECISION_SEES_ONLY_JAVA = classes()
            .that()
            .resideInAPackage("io.candour.consent")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.candour.consent", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule READING_CONSENTS_SEES_HAPI_MODELS_ONLY = classes()
            .that()
            .resideInAPackage("io.candour.consent.fhir")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.candour.consent..",
                    "java..",
                    "org.jspecify..",
                    "org.hl7.fhir..",
                    "ca.uhn.fhir.context..",
                    "ca.uhn.fhir.model.api..",
                    "ca.uhn.fhir.util..");

    @ArchTest
    static final ArchRule HAPI_HOOKS_ARE_IN_ENFORCEMENT = noClasses()
            .that()
            .resideOutsideOfPackages("io.candour.enforcement..", "io.candour.release..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("ca.uhn.fhir.interceptor.api.Hook");

    @ArchTest
    static final ArchRule THE_PORTAL_IMPORTS_NO_OTHER_ROOM = noClasses()
            .that()
            .resideInAPackage("io.candour.portal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.candour.server..",
                    "io.candour.release..",
                    "io.candour.enforcement..",
                    "io.candour.record..",
                    "io.candour.access..",
                    "io.candour.audit..",
                    "io.candour.identity..",
                    "io.candour.choice..",
                    "io.candour.consent..")
            .allowEmptyShould(true);

    @ArchTest
    static void everyRoomSaysWhatItIsFor(JavaClasses classes) {
        classes.stream()
                .map(each -> each.getPackageName().replace('.', '/'))
                .distinct()
                .forEach(room -> Assertions.assertThat(Path.of("src/main/java", room, "package-info.java"))
                        .matches(Files::exists));
    }
}
