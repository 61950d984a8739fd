package io.raftboot.sample;

import java.util.List;

/**
 * A number of 64 bits for an item, the same on every node. Those of all items are summed,
 * so that their order does not count.
 */
final class ItemDigest {

	private ItemDigest() {
	}

	static long of(Item item) {
		long digest = mix(of(item.key()) + item.revision());
		List<String> elements = item.value().items();
		if (elements == null) {
			return mix(digest + of(item.value().text()));
		}
		for (String element : elements) {
			digest = mix(digest + of(element) + 1);
		}
		return mix(digest + elements.size());
	}

	private static long of(String text) {
		long digest = text.length();
		for (int i = 0; i < text.length(); i++) {
			digest = 31 * digest + text.charAt(i);
		}
		return mix(digest);
	}

	private static long mix(long bits) {
		long mixed = (bits ^ (bits >>> 32)) * 0x9E3779B97F4A7C15L;
		return mixed ^ (mixed >>> 29);
	}

}
