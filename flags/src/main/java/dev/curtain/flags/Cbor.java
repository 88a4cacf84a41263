package dev.curtain.flags;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Core deterministic CBOR (RFC 8949, section 4.2.1) of JSON's values. */
final class Cbor {
  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;

  private byte[] written = new byte[64];
  private int length;

  private Cbor() {}

  static byte[] of(Value value) {
    Cbor cbor = new Cbor();
    cbor.add(value);
    return Arrays.copyOf(cbor.written, cbor.length);
  }

  private void add(Value value) {
    switch (value) {
      case Value.Nothing _ -> octet(0xF6);
      case Value.Bool bool -> octet(bool.value() ? 0xF5 : 0xF4);
      case Value.Num num -> number(num.value());
      case Value.Text text -> {
        byte[] utf8 = text.value().getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        bytes(utf8);
      }
      case Value.Items items -> {
        head(ARRAY, items.values().size());
        items.values().forEach(this::add);
      }
      case Value.Fields fields -> {
        head(MAP, fields.values().size());
        Map<byte[], Value> sorted = new TreeMap<>(Arrays::compareUnsigned);
        fields.values().forEach((name, each) -> sorted.put(of(Value.of(name)), each));
        sorted.forEach((name, each) -> {
          bytes(name);
          add(each);
        });
      }
    }
  }

  /** Whole numbers are integers, however they are written; others the shortest exact float. */
  private void number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 0x1p63) {
      long whole = (long) value;
      head(whole < 0 ? NEGATIVE : UNSIGNED, whole < 0 ? -1 - whole : whole);
      return;
    }
    float single = (float) value;
    if (single != value && !Double.isNaN(value)) {
      octet(0xFB);
      bytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
      return;
    }
    short half = Float.floatToFloat16(single);
    if (Float.float16ToFloat(half) == single || Double.isNaN(value)) {
      octet(0xF9);
      bytes(ByteBuffer.allocate(Short.BYTES).putShort(half).array());
    } else {
      octet(0xFA);
      bytes(ByteBuffer.allocate(Float.BYTES).putFloat(single).array());
    }
  }

  private void head(int major, long argument) {
    int type = major << 5;
    if (argument < 24) {
      octet(type | (int) argument);
    } else if (argument < 1L << 8) {
      octet(type | 24);
      octet((int) argument);
    } else if (argument < 1L << 16) {
      octet(type | 25);
      bytes(ByteBuffer.allocate(Short.BYTES).putShort((short) argument).array());
    } else if (argument < 1L << 32) {
      octet(type | 26);
      bytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) argument).array());
    } else {
      octet(type | 27);
      bytes(ByteBuffer.allocate(Long.BYTES).putLong(argument).array());
    }
  }

  private void octet(int octet) {
    bytes(new byte[] {(byte) octet});
  }

  private void bytes(byte[] more) {
    if (length + more.length > written.length) {
      written = Arrays.copyOf(written, Math.max(written.length * 2, length + more.length));
    }
    System.arraycopy(more, 0, written, length, more.length);
    length += more.length;
  }
}
