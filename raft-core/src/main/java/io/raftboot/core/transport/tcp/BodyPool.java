package io.raftboot.core.transport.tcp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Arrays for the bodies of frames that nobody keeps: those with entries, which the node
 * copies. In sizes of powers of two, and not more than a few of each. Loop thread only.
 * With assertions on, what comes back is overwritten, so that whoever keeps it is found
 * out.
 */
final class BodyPool {

	private static final int BYTES_MIN = 1 << 12;

	private static final int BYTES_MAX = 1 << 20;

	private static final int KEPT_BYTES_MAX = 4 << 20;

	private final List<ArrayDeque<byte[]>> sizes = new ArrayList<>();

	private int keptBytes;

	BodyPool() {
		for (int bytes = BYTES_MIN; bytes <= BYTES_MAX; bytes *= 2) {
			this.sizes.add(new ArrayDeque<>());
		}
	}

	/** An array of at least this size, with anything in it. */
	byte[] take(int bytes) {
		if (bytes > BYTES_MAX) {
			return new byte[bytes];
		}
		int size = sizeFor(bytes);
		byte[] kept = this.sizes.get(size).poll();
		if (kept == null) {
			return new byte[BYTES_MIN << size];
		}
		this.keptBytes -= kept.length;
		return kept;
	}

	/** Takes an array back. */
	void give(byte[] body) {
		assert overwrite(body);
		if (body.length <= BYTES_MAX && this.keptBytes + body.length <= KEPT_BYTES_MAX) {
			this.keptBytes += body.length;
			this.sizes.get(sizeFor(body.length)).push(body);
		}
	}

	private static boolean overwrite(byte[] body) {
		Arrays.fill(body, (byte) 0xA5);
		return true;
	}

	private static int sizeFor(int bytes) {
		return (bytes <= BYTES_MIN) ? 0
				: Integer.numberOfTrailingZeros(Integer.highestOneBit(bytes - 1) * 2 / BYTES_MIN);
	}

}
