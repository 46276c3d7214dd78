package dev.autohttps.store.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;

/**
 * Makes files and directories that nobody but their owner can read: by mode where the
 * file system has modes, else by access control list.
 */
final class OwnerOnly {

	private OwnerOnly() {
	}

	/**
	 * Make a directory and those above it. Those that are there already keep their modes,
	 * since somebody chose them.
	 */
	static void createDirectories(Path directory) throws IOException {
		if (Files.isDirectory(directory)) {
			return;
		}
		Path parent = directory.getParent();
		if (parent != null) {
			createDirectories(parent);
		}
		try {
			Files.createDirectory(directory, attributes(directory, "rwx------"));
			restrict(directory);
		}
		catch (FileAlreadyExistsException ex) {
			if (!Files.isDirectory(directory)) {
				throw ex;
			}
		}
	}

	/**
	 * Return the attributes with which a file must be made, so that there is no moment at
	 * which others can read it.
	 */
	static FileAttribute<?>[] fileAttributes(Path file) {
		return attributes(file, "rw-------");
	}

	/**
	 * Restrict what is there already, where modes cannot be given at the making.
	 */
	static void restrict(Path path) throws IOException {
		AclFileAttributeView view = Files.getFileAttributeView(path, AclFileAttributeView.class);
		if (view == null || isPosix(path)) {
			return;
		}
		AclEntry entry = AclEntry.newBuilder()
			.setType(AclEntryType.ALLOW)
			.setPrincipal(view.getOwner())
			.setPermissions(EnumSet.allOf(AclEntryPermission.class))
			.build();
		view.setAcl(List.of(entry));
	}

	private static FileAttribute<?>[] attributes(Path path, String mode) {
		return isPosix(path)
				? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)) }
				: new FileAttribute<?>[0];
	}

	private static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

}
