package io.raftboot.test.log;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.io.Disk;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.NodeId;
import io.raftboot.test.disk.FaultyDisk;

/** A storage on a faulty disk, and where its frames lie. */
final class DiskFixture {

	static final Path DIRECTORY = Path.of("/data/default");

	static final Path META = DIRECTORY.resolve("meta");

	static final int SEGMENT_BYTES = 8 * 1024;

	static final int SPARE_SEGMENTS = 3;

	static final int HEADER_BYTES = 4096;

	private DiskFixture() {
	}

	static FileStorage open(FaultyDisk disk) throws IOException {
		return open(disk, false);
	}

	static FileStorage open(FaultyDisk disk, boolean inBackground) throws IOException {
		return FileStorage.open(disk, DIRECTORY, Meta.initial(NodeId.of("n1"), 7),
				new FileStorageOptions(SEGMENT_BYTES, inBackground, false, SPARE_SEGMENTS));
	}

	/** Opens it on a disk that lets something happen at each opening for reading. */
	static FileStorage open(FaultyDisk disk, Hook beforeOpenForRead) throws IOException {
		Disk hooked = (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] { Disk.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("openForRead")) {
						beforeOpenForRead.run();
					}
					try {
						return method.invoke(disk, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
		return FileStorage.open(hooked, DIRECTORY, Meta.initial(NodeId.of("n1"), 7),
				new FileStorageOptions(SEGMENT_BYTES, false, false, SPARE_SEGMENTS));
	}

	/** Segment files in the order they were written. */
	static List<Path> segments(FaultyDisk disk) {
		List<Path> files = new ArrayList<>();
		for (String file : disk.list(DIRECTORY.resolve("log"))) {
			if (file.endsWith(".seg")) {
				files.add(DIRECTORY.resolve("log").resolve(file));
			}
		}
		files.sort((a, b) -> a.toString()
			.substring(a.toString().length() - 20)
			.compareTo(b.toString().substring(b.toString().length() - 20)));
		return files;
	}

	static Path lastSegment(FaultyDisk disk) {
		List<Path> segments = segments(disk);
		return segments.get(segments.size() - 1);
	}

	/** Start of each frame, and the end of the last. */
	static List<Integer> frameOffsets(byte[] segment) {
		ByteBuffer buffer = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
		List<Integer> offsets = new ArrayList<>();
		int offset = HEADER_BYTES;
		offsets.add(offset);
		while (offset + 48 <= segment.length && buffer.getInt(offset) != 0) {
			offset += buffer.getInt(offset + 4);
			offsets.add(offset);
		}
		return offsets;
	}

	/** A copy of the disk on which one file is different. */
	static FaultyDisk with(FaultyDisk disk, Path file, byte[] content) throws IOException {
		FaultyDisk copy = disk.copy();
		copy.overwrite(file, content);
		return copy;
	}

	/** A copy of the disk with one bit of a file flipped. */
	static FaultyDisk withFlippedBit(FaultyDisk disk, Path file, int offset, int bit) throws IOException {
		byte[] content = disk.content(file);
		content[offset] ^= (byte) (1 << bit);
		return with(disk, file, content);
	}

	/** Something that happens meanwhile. */
	interface Hook {

		void run() throws Exception;

	}

}
