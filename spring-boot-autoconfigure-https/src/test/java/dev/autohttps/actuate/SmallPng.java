package dev.autohttps.actuate;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A picture of 256 of its colours, which is enough for a page.
 */
final class SmallPng {

	private static final int COLOURS = 256;

	private SmallPng() {
	}

	static byte[] of(byte[] png) throws IOException {
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
		int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
		Map<Integer, Integer> counts = new HashMap<>();
		IntStream.of(pixels).forEach((pixel) -> counts.merge(pixel, 1, Integer::sum));
		int[] palette = palette(counts);
		Map<Integer, Integer> nearest = new HashMap<>();
		BufferedImage small = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
				new IndexColorModel(Byte.SIZE, palette.length, palette, 0, false, -1, 0));
		for (int i = 0; i < pixels.length; i++) {
			int index = nearest.computeIfAbsent(pixels[i], (pixel) -> nearest(palette, pixel));
			small.getRaster().setSample(i % image.getWidth(), i / image.getWidth(), 0, index);
		}
		return written(small);
	}

	/**
	 * A mark of few pixels keeps its colour: the first of all that are alike go first.
	 */
	private static int[] palette(Map<Integer, Integer> counts) {
		List<Integer> frequent = counts.keySet()
			.stream()
			.sorted(Comparator.<Integer>comparingInt(counts::get).reversed().thenComparing(Comparator.naturalOrder()))
			.toList();
		Map<Integer, Integer> kinds = new LinkedHashMap<>();
		frequent.forEach((pixel) -> kinds.putIfAbsent(pixel & 0xf0f0f0, pixel));
		return Stream.concat(kinds.values().stream(), frequent.stream())
			.distinct()
			.limit(COLOURS)
			.mapToInt(Integer::intValue)
			.toArray();
	}

	private static int nearest(int[] palette, int pixel) {
		return IntStream.range(0, palette.length)
			.boxed()
			.min(Comparator.comparingInt((index) -> distance(palette[index], pixel)))
			.orElseThrow();
	}

	private static int distance(int one, int other) {
		return IntStream.of(0, 8, 16)
			.map((shift) -> ((one >> shift) & 0xff) - ((other >> shift) & 0xff))
			.map((by) -> by * by)
			.sum();
	}

	private static byte[] written(BufferedImage image) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
		ImageWriteParam parameters = writer.getDefaultWriteParam();
		parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
		parameters.setCompressionQuality(0);
		try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
			writer.setOutput(out);
			writer.write(null, new IIOImage(image, null, null), parameters);
		}
		writer.dispose();
		return bytes.toByteArray();
	}

}
