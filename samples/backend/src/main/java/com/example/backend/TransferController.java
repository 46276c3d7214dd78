package com.example.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Shows requests as they arrive, swallows large bodies and sends them.
 */
@RestController
class TransferController {

	private static final int BLOCK = 8192;

	private final String name;

	TransferController(@Value("${spring.application.name}") String name) {
		this.name = name;
	}

	@GetMapping("/seen")
	Seen seen(HttpServletRequest request) {
		return Seen.by(this.name, request);
	}

	@PostMapping("/upload")
	Received upload(InputStream body) throws IOException, NoSuchAlgorithmException {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		long size = new DigestInputStream(body, digest).transferTo(OutputStream.nullOutputStream());
		return new Received(size, HexFormat.of().formatHex(digest.digest()));
	}

	/**
	 * Send bytes that are at random, but always the same.
	 */
	@GetMapping("/download")
	void download(@RequestParam(defaultValue = "4096") int blocks, HttpServletResponse response) throws IOException {
		response.setContentType("application/octet-stream");
		Random random = new Random(blocks);
		byte[] block = new byte[BLOCK];
		for (int i = 0; i < blocks; i++) {
			random.nextBytes(block);
			response.getOutputStream().write(block);
		}
	}

	/**
	 * What arrived of an upload.
	 */
	record Received(long size, String sha256) {
	}

}
