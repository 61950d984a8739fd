package io.raftboot.core;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the house is built: who may know whom, and what the pure core may touch. The rules
 * also hold for packages that are yet to come.
 */
class ArchitectureTests {

	private static final String ROOT = "io.raftboot.core";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void eachRoomKnowsOnlyTheRoomsBelowIt() {
		knowsOnly("model");
		knowsOnly("io");
		knowsOnly("statemachine", "model");
		knowsOnly("protocol", "model");
		knowsOnly("session", "model");
		knowsOnly("digest", "model");
		knowsOnly("transport", "model");
		knowsOnly("log", "model", "io");
		knowsOnly("snapshot", "model", "io");
	}

	@Test
	void packagesHaveNoCycles() {
		check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
	}

	@Test
	void theProtocolUsesNothingButValuesAndPlainJava() {
		check(noClasses().that()
			.resideInAPackage(ROOT + ".protocol..")
			.should()
			.dependOnClassesThat()
			.resideOutsideOfPackages(ROOT + ".protocol..", ROOT + ".model..", "java.lang", "java.lang.invoke",
					"java.lang.runtime", "java.lang.annotation", "java.util", "java.util.function", "java.util.random",
					"java.nio", "org.jspecify.annotations"));
	}

	@Test
	void theProtocolIsDeterministicAndHasNoThreads() {
		Set<String> forbidden = Set.of("java.lang.Thread", "java.lang.ThreadLocal", "java.lang.ProcessHandle",
				"java.util.HashMap", "java.util.HashSet", "java.util.IdentityHashMap", "java.util.WeakHashMap",
				"java.util.Date", "java.util.Timer", "java.util.Random", "java.util.UUID");
		check(noClasses().that()
			.resideInAPackage(ROOT + ".protocol..")
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("bring threads, clocks or chance",
					(JavaClass type) -> forbidden.contains(type.getName()))));
		check(noClasses().that()
			.resideInAPackage(ROOT + ".protocol..")
			.should()
			.callMethodWhere(DescribedPredicate.describe("the clock, or an order that differs from run to run",
					call -> (call.getTargetOwner().isEquivalentTo(System.class) && !call.getName().equals("arraycopy"))
							|| (call.getTargetOwner().isEquivalentTo(Math.class) && call.getName().equals("random")))));
		check(methods().that()
			.areDeclaredInClassesThat()
			.resideInAPackage(ROOT + ".protocol..")
			.should()
			.notHaveModifier(JavaModifier.SYNCHRONIZED));
		check(fields().that()
			.areDeclaredInClassesThat()
			.resideInAPackage(ROOT + ".protocol..")
			.should()
			.notHaveModifier(JavaModifier.VOLATILE));
	}

	@Test
	void theEngineKnowsNoSpringAndNoJson() {
		check(noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "com.fasterxml..", "tools.jackson..", "org.h2.."));
	}

	@Test
	void onlyIoTouchesFiles() {
		check(noClasses().that()
			.resideInAnyPackage(ROOT + ".model..", ROOT + ".protocol..", ROOT + ".session..", ROOT + ".digest..",
					ROOT + ".transport..", ROOT + ".statemachine..", ROOT + ".log..", ROOT + ".snapshot..")
			.should()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.nio.file.Files")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.nio.channels.FileChannel")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.io.RandomAccessFile"));
	}

	@Test
	void everyPackageIsNullMarked() throws IOException {
		Set<String> packages = new TreeSet<>();
		CLASSES.forEach(type -> packages.add(type.getPackageName()));
		assertThat(packages).contains(ROOT + ".protocol").allSatisfy(name -> {
			String resource = name.replace('.', '/') + "/package-info.class";
			try (InputStream info = getClass().getClassLoader().getResourceAsStream(resource)) {
				assertThat(info).as("package-info of " + name).isNotNull();
			}
			JavaClasses infos = new ClassFileImporter().importPackages(name);
			assertThat(infos.getPackage(name).isAnnotatedWith(NullMarked.class)).as(name + " is @NullMarked").isTrue();
		});
	}

	@Test
	void namesSayWhatAThingDoes() {
		for (String ending : List.of("Impl", "Manager", "Helper", "Util", "Utils")) {
			check(classes().should().haveSimpleNameNotEndingWith(ending));
		}
	}

	private static void knowsOnly(String room, String... below) {
		String[] allowed = new String[below.length + 1];
		allowed[0] = ROOT + "." + room + "..";
		for (int i = 0; i < below.length; i++) {
			allowed[i + 1] = ROOT + "." + below[i] + "..";
		}
		DescribedPredicate<JavaClass> elsewhere = JavaClass.Predicates.resideInAPackage(ROOT + "..")
			.and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed)));
		check(noClasses().that().resideInAPackage(ROOT + "." + room + "..").should().dependOnClassesThat(elsewhere));
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(CLASSES);
	}

}
