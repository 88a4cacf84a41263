package dev.curtain.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CohortTest {
  private static void hashes(String text, int seed, int expected) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(Cohort.murmur3(bytes, 0, bytes.length, seed)).as(text).isEqualTo(expected);
  }

  @Test
  void theHashIsMurmur3AsPublished() {
    // Known answers of MurmurHash3_x86_32 (SMHasher and the implementations derived from it).
    hashes("", 0, 0);
    hashes("", 1, 0x514E28B7);
    hashes("", 0xFFFFFFFF, 0x81F16F39);
    hashes("\0\0\0\0", 0, 0x2362F9DE);
    hashes("a", 0x9747B28C, 0x7FA09EA6);
    hashes("aa", 0x9747B28C, 0x5D211726);
    hashes("aaa", 0x9747B28C, 0x283E0130);
    hashes("aaaa", 0x9747B28C, 0x5A97808A);
    hashes("abc", 0x9747B28C, 0xC84A62DD);
    hashes("abcd", 0x9747B28C, 0xF0478627);
    hashes("Hello, world!", 0x9747B28C, 0x24884CBA);
    hashes("The quick brown fox jumps over the lazy dog", 0x9747B28C, 0x2FA826CD);
    hashes("ππππππππ", 0x9747B28C, 0xD58063C1);
  }

  @Test
  void everyBucketIsInRangeAndTheSameWhicheverWayItIsAskedFor() {
    for (int i = 0; i < 10_000; i++) {
      byte[] padded = ("..user-" + i + "..").getBytes(StandardCharsets.UTF_8);
      int bucket = Cohort.bucket("salt", "user-" + i);
      assertThat(bucket).isBetween(0, Cohort.BUCKETS - 1);
      assertThat(Cohort.bucket(padded, 2, padded.length - 4, Cohort.seed("salt")))
          .isEqualTo(bucket);
    }
  }

  /**
   * Chi-square over 100 equal classes of 200 000 users: 99 degrees of freedom, whose 0.9999
   * quantile is 160. Users are numbered, as real ones often are.
   */
  @Test
  void usersSpreadEvenly() {
    for (String salt : new String[] {"a", "Shop.API/rollout-1", "Shop.API/rollout-2"}) {
      int[] counts = new int[100];
      for (int i = 0; i < 200_000; i++) {
        counts[Cohort.bucket(salt, "user-" + i) / 1000]++;
      }
      double chiSquare = 0;
      for (int count : counts) {
        chiSquare += (count - 2000.0) * (count - 2000.0) / 2000.0;
      }
      assertThat(chiSquare).as(salt).isLessThan(160);
    }
  }

  /**
   * Of the first 5 % by one salt, 5 % are among the first 5 % by another: 500 of 200 000, with a
   * standard deviation of 22.
   */
  @Test
  void cohortsOfDifferentSaltsAreIndependent() {
    int both = 0;
    for (int i = 0; i < 200_000; i++) {
      if (Cohort.bucket("first", "user-" + i) < 5000
          && Cohort.bucket("second", "user-" + i) < 5000) {
        both++;
      }
    }
    assertThat(both).isBetween(400, 600);
  }
}
