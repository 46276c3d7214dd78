package dev.autohttps.acme.dns.persist;

/**
 * Reads a TXT record as the JDK writes it: character-strings separated by blanks, those
 * with a blank, a quote or a backslash in quotes.
 */
final class CharacterStrings {

	private CharacterStrings() {
	}

	/**
	 * Return what the character-strings say together.
	 */
	static String join(String text) {
		StringBuilder joined = new StringBuilder();
		boolean quoted = false;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (quoted && character == '\\' && i + 1 < text.length()) {
				i++;
				joined.append(text.charAt(i));
			}
			else if (character == '"') {
				quoted = !quoted;
			}
			else if (quoted || character != ' ') {
				joined.append(character);
			}
		}
		return joined.toString();
	}

}
