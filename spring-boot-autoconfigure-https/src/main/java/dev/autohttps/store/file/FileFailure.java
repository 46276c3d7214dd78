package dev.autohttps.store.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

import dev.autohttps.certificate.StoreException;

/**
 * Says in words what the JDK says in types.
 */
final class FileFailure {

	private static final String IN_THE_PLACE = "a file is in the place of a directory";

	private FileFailure() {
	}

	static StoreException of(String what, Path file, IOException ex) {
		return new StoreException("Cannot " + what + " " + file + ": " + reason(ex), ex);
	}

	private static String reason(IOException ex) {
		if (ex instanceof AccessDeniedException) {
			return "permission denied";
		}
		if (ex instanceof NotDirectoryException || ex instanceof FileAlreadyExistsException) {
			return IN_THE_PLACE;
		}
		if (ex instanceof FileNotFoundException || ex instanceof NoSuchFileException) {
			return "it is not there";
		}
		String reason = (ex instanceof FileSystemException fileSystem && fileSystem.getReason() != null)
				? fileSystem.getReason() : ex.getMessage();
		if ("Not a directory".equals(reason)) {
			return IN_THE_PLACE;
		}
		return (reason != null) ? reason.toLowerCase(Locale.ROOT) : ex.getClass().getSimpleName();
	}

}
