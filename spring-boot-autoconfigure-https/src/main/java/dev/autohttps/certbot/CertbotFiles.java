package dev.autohttps.certbot;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads the files of one certbot directory, and says what to do about those that cannot
 * be read.
 */
final class CertbotFiles {

	private static final String OTHER = "Set it to the directory that certbot has its configuration in, which is "
			+ "/etc/letsencrypt unless certbot was told otherwise (--config-dir), or leave it out.";

	private static final long LARGEST = 1024 * 1024;

	private final Path root;

	CertbotFiles(Path root) {
		this.root = root;
	}

	/**
	 * Open a directory.
	 * @throws InvalidCertbotDirectoryException if it is not one of certbot
	 */
	static CertbotFiles open(Path root) throws InvalidCertbotDirectoryException {
		CertbotFiles files = new CertbotFiles(root);
		if (!isAccessible(root)) {
			throw new InvalidCertbotDirectoryException("It cannot be read by " + user() + ".",
					upper(files.remedy()) + ".");
		}
		if (!Files.isDirectory(root)) {
			throw new InvalidCertbotDirectoryException("There is no such directory.", OTHER);
		}
		if (!Files.isDirectory(files.at("renewal")) && !Files.isDirectory(files.at("accounts"))) {
			throw new InvalidCertbotDirectoryException(
					"It is no configuration directory of certbot: it has neither 'renewal' nor 'accounts'.", OTHER);
		}
		return files;
	}

	/**
	 * What is not there cannot be looked into either, but for another reason.
	 */
	private static boolean isAccessible(Path root) {
		try {
			return !Files.readAttributes(root, BasicFileAttributes.class).isDirectory() || Files.isExecutable(root);
		}
		catch (AccessDeniedException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	Path at(String... names) {
		Path path = this.root;
		for (String name : names) {
			path = path.resolve(name);
		}
		return path;
	}

	String read(Path file) throws NotUsableException {
		try {
			if (Files.size(file) > LARGEST) {
				throw new NotUsableException(file + " is too large to be one of certbot");
			}
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (MalformedInputException ex) {
			throw new NotUsableException(file + " is no text", ex);
		}
		catch (IOException ex) {
			throw notReadable(file, ex);
		}
	}

	/**
	 * List what is in a directory, sorted; nothing if there is no such directory.
	 */
	List<Path> list(Path directory) throws NotUsableException {
		try (Stream<Path> children = Files.list(directory)) {
			return children.sorted().toList();
		}
		catch (NoSuchFileException | NotDirectoryException ex) {
			return List.of();
		}
		catch (IOException ex) {
			throw notReadable(directory, ex);
		}
	}

	private NotUsableException notReadable(Path path, IOException ex) {
		if (ex instanceof AccessDeniedException) {
			return new NotUsableException(path + " cannot be read by " + user() + ": " + remedy(), ex);
		}
		return new NotUsableException(
				(ex instanceof NoSuchFileException) ? path + " is missing" : path + " cannot be read: " + ex, ex);
	}

	private static String upper(String text) {
		return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
	}

	private static String user() {
		return "user '" + System.getProperty("user.name") + "' of this process";
	}

	/**
	 * What to do where certbot's files are for root only, as they are by default.
	 */
	private String remedy() {
		String user = System.getProperty("user.name");
		return "copy the directory for that user, for example with 'sudo mkdir -p /srv/certbot && sudo cp -RL "
				+ this.root + "/. /srv/certbot && sudo chown -R " + user
				+ " /srv/certbot', and set https.certbot.directory to the copy; to run the application as root is "
				+ "not advised";
	}

}
