package io.raftboot.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DocumentSectionTests {

	@TempDir
	Path directory;

	@Test
	void replacesWhatIsBetweenTheMarks() throws IOException {
		Path document = this.directory.resolve("document.md");
		Files.writeString(document, "a\n<!-- comparison: begin -->\nold\n<!-- comparison: end -->\n"
				+ "<!-- other: begin -->\nkept\n<!-- other: end -->\nb\n");
		DocumentSection.replace(document, "comparison", "new\n");
		DocumentSection.replace(document, "comparison", "newer\n");
		assertThat(document).hasContent("a\n<!-- comparison: begin -->\nnewer\n<!-- comparison: end -->\n"
				+ "<!-- other: begin -->\nkept\n<!-- other: end -->\nb\n");
	}

	@Test
	void leavesADocumentWithoutMarksAlone() throws IOException {
		Path document = this.directory.resolve("document.md");
		Files.writeString(document, "text");
		assertThatIllegalArgumentException().isThrownBy(() -> DocumentSection.replace(document, "comparison", "new"))
			.withMessageContaining("comparison: begin");
		assertThat(document).hasContent("text");
	}

}
