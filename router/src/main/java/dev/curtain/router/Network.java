package dev.curtain.router;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses that share their first bits, as {@code 10.0.0.0/8}; one address is a network too. */
record Network(byte[] prefix, int bits) {
  static Network parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      throw wrong(text);
    }
    try {
      byte[] prefix = InetAddress.getByName(address).getAddress();
      String length = slash < 0 ? "" + prefix.length * 8 : text.substring(slash + 1);
      if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > prefix.length * 8) {
        throw wrong(text);
      }
      return new Network(prefix, Integer.parseInt(length));
    } catch (UnknownHostException unreadable) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "network: \"" + text + "\" (expected: an address with a prefix length, as 10.0.0.0/8)");
  }

  boolean has(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >>> (i & 7);
      if ((address[i >> 3] & mask) != (prefix[i >> 3] & mask)) {
        return false;
      }
    }
    return true;
  }
}
