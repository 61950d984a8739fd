package io.raftboot.autoconfigure;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The class path of this JVM, for compilers and for class loaders of their own. */
final class IsolatedClassPath {

	private final List<Path> entries;

	private IsolatedClassPath(List<Path> entries) {
		this.entries = entries;
	}

	static IsolatedClassPath ofThisJvm() {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return new IsolatedClassPath(Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList());
	}

	/** Without the jars whose names begin so. */
	IsolatedClassPath without(String... names) {
		return new IsolatedClassPath(this.entries.stream()
			.filter((entry) -> Stream.of(names).noneMatch((name) -> entry.getFileName().toString().startsWith(name)))
			.toList());
	}

	IsolatedClassPath with(Path... directories) {
		List<Path> more = new ArrayList<>(List.of(directories));
		more.addAll(this.entries);
		return new IsolatedClassPath(more);
	}

	int size() {
		return this.entries.size();
	}

	/** Loads everything anew, but for the JDK. */
	URLClassLoader newLoader() throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		for (Path entry : this.entries) {
			urls.add(entry.toUri().toURL());
		}
		return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
	}

	@Override
	public String toString() {
		return this.entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

}
