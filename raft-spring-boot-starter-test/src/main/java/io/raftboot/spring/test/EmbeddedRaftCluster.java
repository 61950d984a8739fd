package io.raftboot.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the application as a cluster of nodes for a test class: an application context for
 * each node, all in this JVM, with messages through memory and the Raft log on disks in
 * memory that can lose what was not forced. Takes the place of {@code @SpringBootTest},
 * and finds the application and everything else about the contexts
 * ({@code @ActiveProfiles}, {@code @TestPropertySource}, {@code @DynamicPropertySource},
 * {@code @Import}, nested {@code @TestConfiguration}) as that does.
 * <p>
 * The test gets the {@link RaftCluster} as a parameter of its constructor, of test and
 * life-cycle methods, and in each field of this type that is not final. The cluster
 * belongs to the class, its {@code @Nested} classes included, and stops after it. Before
 * each test method it is repaired ({@link RaftCluster#repair}); what was written stays
 * unless {@link #resetBeforeEach} says otherwise. Test methods that run at once share its
 * faults, too.
 * <p>
 * The nodes are called n1, n2, ... Their election timeout is 150 ms, their heartbeat
 * interval 30 ms and their segments 1 MB unless {@link #properties} says otherwise;
 * {@code raft.data-dir} names a directory of each node that is deleted with the cluster,
 * for files of the application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(RaftClusterExtension.class)
public @interface EmbeddedRaftCluster {

	/** How many nodes. At least one. */
	int nodes() default 3;

	/** Properties of every node, as {@code name=value}. */
	String[] properties() default {};

	/**
	 * Configuration classes of the application. Without any: nested
	 * {@code @Configuration} classes of the test, else the {@code @SpringBootApplication}
	 * in the package of the test or above.
	 */
	Class<?>[] classes() default {};

	/**
	 * Whether every node has a web server, on a port of its own
	 * ({@link RaftClusterNode#port}).
	 */
	boolean web() default false;

	/** Whether each test method begins with a new, empty cluster. */
	boolean resetBeforeEach() default false;

}
