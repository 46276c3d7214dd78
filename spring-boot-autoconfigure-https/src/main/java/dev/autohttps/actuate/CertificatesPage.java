package dev.autohttps.actuate;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;

/**
 * The page that shows the certificates: static, and without anything from elsewhere.
 */
class CertificatesPage {

	private static final Map<String, MimeType> PARTS = Map.of("certificates.js",
			MimeType.valueOf("text/javascript;charset=UTF-8"), "certificates.css",
			MimeType.valueOf("text/css;charset=UTF-8"), "certificates.svg", MimeType.valueOf("image/svg+xml"));

	private static final String HTML = "certificates.html";

	Resource html() {
		return resource(HTML);
	}

	/**
	 * Return a part of the page, or {@code null} if there is none of that name.
	 */
	@Nullable Resource part(String name) {
		return PARTS.containsKey(name) ? resource(name) : null;
	}

	/**
	 * Return the page and all of its parts.
	 */
	static List<Resource> resources() {
		return Stream.concat(Stream.of(HTML), PARTS.keySet().stream()).map(CertificatesPage::resource).toList();
	}

	static MimeType typeOf(String name) {
		MimeType type = PARTS.get(name);
		if (type == null) {
			throw new IllegalArgumentException("There is no part " + name);
		}
		return type;
	}

	private static Resource resource(String name) {
		return new ClassPathResource(name, CertificatesPage.class);
	}

}
