package dev.autohttps.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MountsTests {

	private static final String OVERLAY = "1094 1006 0:57 / / rw,relatime - overlay overlay rw,lowerdir=/l";

	private static final String VOLUME = "1105 1094 8:1 /volumes/v /data rw,relatime - ext4 /dev/sda1 rw";

	private static final String TMPFS = "1106 1094 0:60 / /tmp rw,nosuid - tmpfs tmpfs rw,size=64k";

	private static final String DISK = "26 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw";

	@Test
	void theLayerOfAContainerVanishes() {
		Mounts mounts = new Mounts(List.of(OVERLAY, VOLUME, TMPFS), false);
		assertThat(mounts.vanishing(Path.of("/root/.local/share/autohttps")))
			.isEqualTo("on the container's own file system");
		assertThat(mounts.vanishing(Path.of("/database"))).isNotNull();
	}

	@Test
	void aVolumeStays() {
		Mounts mounts = new Mounts(List.of(OVERLAY, VOLUME, TMPFS), true);
		assertThat(mounts.vanishing(Path.of("/data"))).isNull();
		assertThat(mounts.vanishing(Path.of("/data/autohttps"))).isNull();
		assertThat(mounts.vanishing(Path.of("/root/../data/autohttps"))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/var/lib/docker/volumes/", "/volumes/", "/var/lib/containers/storage/volumes/" })
	void aVolumeThatNobodyNamedVanishes(String volumes) {
		String mount = "1105 1094 8:1 " + volumes + "0123456789abcdef".repeat(4)
				+ "/_data /data rw - ext4 /dev/sda1 rw";
		assertThat(new Mounts(List.of(OVERLAY, mount), true).vanishing(Path.of("/data/autohttps")))
			.isEqualTo("on a volume of this container that has no name");
		String named = "1105 1094 8:1 " + volumes + "store/_data /data rw - ext4 /dev/sda1 rw";
		assertThat(new Mounts(List.of(OVERLAY, named), true).vanishing(Path.of("/data/autohttps"))).isNull();
	}

	@Test
	void anEmptyDirVanishesAndAClaimStays() {
		String pod = "/var/lib/kubelet/pods/7c1b3ba5-0f0e-4b5c-8d6e-0a3f7c0d1e2f/volumes/";
		String mount = "1105 1094 8:1 %s /data rw - ext4 /dev/sda1 rw";
		assertThat(new Mounts(List.of(OVERLAY, mount.formatted(pod + "kubernetes.io~empty-dir/store")), true)
			.vanishing(Path.of("/data/autohttps"))).isEqualTo("in an emptyDir of this pod");
		assertThat(new Mounts(List.of(OVERLAY, mount.formatted(pod + "kubernetes.io~csi/pvc-1/mount")), true)
			.vanishing(Path.of("/data/autohttps"))).isNull();
	}

	@Test
	void memoryVanishes() {
		assertThat(new Mounts(List.of(DISK, TMPFS), false).vanishing(Path.of("/tmp/store")))
			.isEqualTo("in memory (tmpfs)");
	}

	@Test
	void theDiskOfAMachineStays() {
		assertThat(new Mounts(List.of(DISK), false).vanishing(Path.of("/var/lib/autohttps"))).isNull();
	}

	@Test
	void aContainerWhoseLayersAreNoOverlayIsKnownByItsMarks() {
		assertThat(new Mounts(List.of(DISK), true).vanishing(Path.of("/var/lib/autohttps"))).isNotNull();
	}

	@Test
	void spacesInMountPointsAreRead() {
		String spaced = "1105 1094 8:1 / /my\\040data rw - ext4 /dev/sda1 rw";
		assertThat(new Mounts(List.of(OVERLAY, spaced), false).vanishing(Path.of("/my data/store"))).isNull();
	}

	@Test
	void namesThatThisProcessCannotWriteHarmNobody() {
		String odd = "1105 1094 8:1 / /donn\u00c3\u00a9es\\011x rw - ext4 /dev/sda1 rw";
		assertThat(new Mounts(List.of(OVERLAY, odd), false).vanishing(Path.of("/data"))).isNotNull();
	}

	@Test
	void ofTwoMountsAtOnePointTheLastIsSeen() {
		String over = "1107 1106 8:1 /volumes/v /tmp rw - ext4 /dev/sda1 rw";
		assertThat(new Mounts(List.of(OVERLAY, TMPFS, over), false).vanishing(Path.of("/tmp/store"))).isNull();
		assertThat(new Mounts(List.of(OVERLAY, over, TMPFS), false).vanishing(Path.of("/tmp/store"))).isNotNull();
	}

	@Test
	void aLinkIsFollowedToWhereItLeads(@TempDir Path directory) throws Exception {
		Path volume = Files.createDirectory(directory.resolve("volume"));
		Path link = Files.createSymbolicLink(directory.resolve("link"), volume);
		String mount = "1105 1094 8:1 / " + volume.toRealPath() + " rw - ext4 /dev/sda1 rw";
		Mounts mounts = new Mounts(List.of(OVERLAY, mount), false);
		assertThat(mounts.vanishing(link.resolve("not/there/yet"))).isNull();
		assertThat(mounts.vanishing(directory.resolve("other"))).isNotNull();
	}

	@Test
	void whatIsNotUnderstoodTellsNothing() {
		assertThat(new Mounts(List.of("", "garbage", "a - b"), false).vanishing(Path.of("/data"))).isNull();
		assertThat(new Mounts(List.of(), false).vanishing(Path.of("/data"))).isNull();
	}

	@Test
	void thoseOfThisProcessCanBeRead() {
		Mounts.ofThisProcess().vanishing(Path.of("/data"));
	}

}
