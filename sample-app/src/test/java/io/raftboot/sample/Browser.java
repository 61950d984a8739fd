package io.raftboot.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import org.springframework.util.FileSystemUtils;

/**
 * A Chromium without a window. It and its driver have to be installed: nothing is
 * downloaded. Without them the test is skipped, unless the environment variable
 * RAFT_BROWSER_TEST says that it is "required".
 */
final class Browser implements AutoCloseable {

	private static final Duration SCRIPT_TIMEOUT = Duration.ofSeconds(10);

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/** Starts one whose files are in a directory of its own. */
	static Browser start(String name) {
		Path chromium = installed("chromium", "chromium-browser", "google-chrome");
		Path chromedriver = installed("chromedriver");
		if (chromium == null || chromedriver == null) {
			String text = name + " needs chromium and chromedriver in the PATH (Debian: apt-get install chromium "
					+ "chromium-driver)";
			if ("required".equals(System.getenv("RAFT_BROWSER_TEST"))) {
				throw new AssertionError(text);
			}
			System.out.println("SKIPPED: " + text);
			Assumptions.abort(text);
		}
		Path directory = Path.of("target", "it", name).toAbsolutePath();
		try {
			FileSystemUtils.deleteRecursively(directory);
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.toFile())
			.usingAnyFreePort()
			.withLogFile(directory.resolve("chromedriver.log").toFile())
			.build();
		ChromeDriver driver = new ChromeDriver(service, options(chromium, directory));
		driver.manage().timeouts().scriptTimeout(SCRIPT_TIMEOUT).pageLoadTimeout(SCRIPT_TIMEOUT);
		return new Browser(driver);
	}

	private static ChromeOptions options(Path chromium, Path directory) {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--hide-scrollbars", "--user-data-dir=" + directory.resolve("profile"));
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		options.setCapability("goog:loggingPrefs", logging);
		return options;
	}

	private static @Nullable Path installed(String... names) {
		List<String> directories = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
		return Stream.of(names)
			.flatMap((name) -> directories.stream().map((directory) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

	void open(String url) {
		this.driver.get(url);
	}

	/** What is in an element, also for readers of screens only; empty without one. */
	String text(String selector) {
		Object text = run("return document.querySelector(arguments[0])?.textContent.trim() ?? ''", selector);
		return String.valueOf(text);
	}

	boolean has(String selector) {
		return !this.driver.findElements(By.cssSelector(selector)).isEmpty();
	}

	/** The element with the focus. */
	WebElement focused() {
		return this.driver.switchTo().activeElement();
	}

	void focus(String selector) {
		run("document.querySelector(arguments[0]).focus()", selector);
	}

	/** Runs a script and answers with what it returns. */
	@Nullable Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	/**
	 * Runs a script that calls back with its result, which is the last of its arguments.
	 */
	@Nullable Object await(String script, Object... arguments) {
		return this.driver.executeAsyncScript(script, arguments);
	}

	/** Runs a script in every page to come, before its own. */
	void beforeEachPage(String script) {
		this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
	}

	/** Shows pages as on a screen of this size. */
	void screen(int width, int height, boolean phone) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
	}

	void colors(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/** Keeps a picture of the whole page. */
	void picture(Path file) {
		String data = (String) this.driver
			.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
			.get("data");
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, Base64.getDecoder().decode(data));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What the browser has complained about since the last time. */
	List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::toString)
			.toList();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
